import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ApiError } from '../errors/api-error.ts';
import type { PodPorts } from '../ports/pod-ports.ts';

/** A connection to a port of a pod. */
export async function connectToPod(
  ports: PodPorts,
  { address, port }: { address: string; port: number },
): Promise<Socket> {
  const real = ports.realPort({ protocol: 'tcp', port });
  const socket = connect({ host: address, port: real, noDelay: true, allowHalfOpen: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch (cause) {
    const message = `error forwarding port ${port} to pod: dial tcp ${address}:${port}: connect: connection refused`;
    throw new ApiError({ code: 500, reason: 'InternalError', message, cause });
  }
}
