import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import type { Pod } from '@cartridge-on-kubernetes/api';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { isPodReady } from '../output/pod-table.ts';

export interface WebForward {
  port: number;
  close(): Promise<void>;
}

const otherPortsTried = 20;

/**
 * Forwards a port of this machine to an instance, each connection to the first one that is ready and answers: when
 * that one goes away the next request finds another. Bound to 127.0.0.1 only, so that `kubectl port-forward` of the
 * same port can still have ::1.
 */
export async function forwardWeb(options: {
  port: number;
  /** Asked for each connection: it may change when the local cluster starts again. */
  instancePort(): number;
  listPods(): Pod[];
}): Promise<WebForward> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, client => {
    open.add(client);
    client.once('close', () => open.delete(client));
    const hosts = instanceAddresses(options.listPods());
    inBackground(serve(client, { hosts, port: options.instancePort() }), () => client.destroy());
  });
  const port = await listenFrom(server, options.port);
  return {
    port,
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Instances are the pods of a Cartridge cluster; in the order of their names, so a router comes first. */
function instanceAddresses(pods: Pod[]): string[] {
  return pods
    .filter(pod => pod.metadata?.labels?.['tarantool.io/cluster-id'] !== undefined && isPodReady(pod))
    .flatMap(pod => pod.status?.podIP ?? []);
}

async function serve(client: Socket, instances: { hosts: string[]; port: number }): Promise<void> {
  client.on('error', () => client.destroy());
  for (const host of instances.hosts) {
    const instance = await connectTo(host, instances.port);
    if (instance === undefined) continue;
    instance.on('error', () => client.destroy());
    client.once('close', () => instance.destroy());
    client.pipe(instance);
    instance.pipe(client);
    return;
  }
  const body = 'No instance is ready. See: kubectl get pods -n tarantool\n';
  client.end(
    `HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}

async function connectTo(host: string, port: number): Promise<Socket | undefined> {
  const socket = dial({ host, port, allowHalfOpen: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    socket.destroy();
    return undefined;
  }
}

async function listenFrom(server: Server, firstPort: number): Promise<number> {
  const candidates = Array.from({ length: otherPortsTried }, (_, offset) => firstPort + offset);
  for (const port of [...candidates.filter(candidate => candidate <= 65_535), 0]) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    }
  }
  throw new Error('No free port on 127.0.0.1');
}
