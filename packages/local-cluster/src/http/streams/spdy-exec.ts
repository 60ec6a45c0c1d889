import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ExecStreams, StreamWishes } from './exec-streams.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** client-go before WebSockets: one SPDY stream for the error and one for each wished end, named by `streamtype`. */
export async function openSpdyExec(transport: Duplex, wishes: StreamWishes): Promise<ExecStreams> {
  const names = [
    'error',
    ...(['stdin', 'stdout', 'stderr'] as const).filter(name => isExpected(name, wishes)),
  ];
  const opened = new Map<string, SpdyStream>();
  let connection: SpdyConnection | undefined;
  await new Promise<void>((resolve, reject) => {
    transport.once('close', () => reject(new Error('The client left before it opened its streams')));
    connection = new SpdyConnection(transport, stream => {
      opened.set(stream.headers.streamtype ?? '', stream);
      if (names.every(name => opened.has(name))) resolve();
    });
  });
  const [error, stdin, stdout, stderr] = ['error', 'stdin', 'stdout', 'stderr'].map(name => opened.get(name));
  return {
    ...(stdin && { stdin }),
    ...(stdout && { stdout }),
    ...(stderr && { stderr }),
    async finish(status) {
      const outputs = [stdout, stderr, error].filter(stream => stream !== undefined);
      error?.write(JSON.stringify(status));
      for (const stream of outputs) stream.end();
      await Promise.allSettled(outputs.map(stream => finished(stream, { readable: false })));
      connection?.end();
    },
  };
}

function isExpected(name: 'stdin' | 'stdout' | 'stderr', wishes: StreamWishes): boolean {
  return wishes[name] && !(name === 'stderr' && wishes.tty);
}
