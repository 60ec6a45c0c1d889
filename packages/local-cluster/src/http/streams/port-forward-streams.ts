import { type Duplex, pipeline, type Readable, type Writable } from 'node:stream';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

export const portForwardProtocol = 'portforward.k8s.io';

/**
 * Every connection a user makes to the forwarded port is a pair of streams with the same request id: `error`
 * and `data`. The data goes to and from the port inside the pod.
 */
export function servePortForward(
  transport: Duplex,
  connect: (port: number) => Promise<Readable & Writable>,
): void {
  const errors = new Map<string, SpdyStream>();
  new SpdyConnection(transport, stream => {
    const id = stream.headers.requestid ?? '';
    if (stream.headers.streamtype === 'error') {
      errors.set(id, stream);
      // The client writes nothing here; reading lets its half-close arrive.
      stream.resume();
      return;
    }
    const error = errors.get(id);
    errors.delete(id);
    inBackground(forward(stream, error, connect), () => stream.destroy());
  });
}

async function forward(
  data: SpdyStream,
  error: SpdyStream | undefined,
  connect: (port: number) => Promise<Readable & Writable>,
): Promise<void> {
  const port = Number(data.headers.port);
  try {
    const target = await connect(port);
    target.on('error', () => data.destroy());
    pipeline(data, target, () => undefined);
    pipeline(target, data, () => error?.end());
  } catch (problem) {
    error?.end(
      `error forwarding port ${port} to pod: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
    data.end();
  }
}
