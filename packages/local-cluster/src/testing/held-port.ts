import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

export interface HeldPort extends AsyncDisposable {
  port: number;
}

/** A free port, held by a listener that greets as a stranger; on all addresses unless told otherwise. */
export async function holdTcpPort(address = '0.0.0.0'): Promise<HeldPort> {
  const server = createServer(socket => socket.end('HTTP/1.0 418 stranger\r\n\r\nstranger'));
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise(resolve => server.close(() => resolve())),
  };
}

/** A free port, held for datagrams on all addresses. */
export async function holdUdpPort(): Promise<HeldPort> {
  const socket = createSocket('udp4');
  socket.bind(0);
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    [Symbol.asyncDispose]: () => new Promise(resolve => socket.close(() => resolve())),
  };
}
