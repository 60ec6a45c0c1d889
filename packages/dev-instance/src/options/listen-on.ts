import type { Server } from 'node:net';
import type { HostPort } from './uri.ts';

/** Resolves once the server listens, rejects when the address is taken or not ours. */
export function listenOn(server: Server, { host, port }: HostPort): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
