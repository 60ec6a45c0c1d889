import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { badRequest } from '../../errors/api-error.ts';
import type { UpgradeSocket } from './upgrade-socket.ts';

/** How a client wants the bytes of a stream subresource carried. */
export type Carrier =
  | { kind: 'websocket'; socket: WebSocket; protocol: string }
  | { kind: 'spdy'; transport: Duplex; protocol: string };

/** Answers the upgrade with the first protocol of `accepted` the client offers. */
export async function acceptUpgrade(
  message: IncomingMessage,
  upgrade: UpgradeSocket,
  accepted: { websocket: readonly string[]; spdy: readonly string[] },
): Promise<Carrier> {
  const { socket, head } = upgrade;
  const kind = (message.headers.upgrade ?? '').toLowerCase();
  if (kind === 'websocket') return await acceptWebSocket(message, upgrade, accepted.websocket);
  if (kind !== 'spdy/3.1') throw badRequest('Upgrade request required');
  const offered = offeredProtocols(message, 'x-stream-protocol-version');
  const protocol = accepted.spdy.find(name => offered.includes(name));
  if (protocol === undefined)
    throw badRequest(
      `unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${accepted.spdy.join(' ')}]`,
    );
  upgrade.release();
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Connection: Upgrade',
    'Upgrade: SPDY/3.1',
    `X-Stream-Protocol-Version: ${protocol}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  return { kind: 'spdy', transport: socket, protocol };
}

function acceptWebSocket(
  message: IncomingMessage,
  { socket, head, release }: UpgradeSocket,
  accepted: readonly string[],
): Promise<Carrier> {
  const offered = offeredProtocols(message, 'sec-websocket-protocol');
  const protocol = accepted.find(name => offered.includes(name));
  if (protocol === undefined)
    throw badRequest(
      `unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${accepted.join(' ')}]`,
    );
  release();
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: () => protocol,
    perMessageDeflate: false,
  });
  return new Promise(resolve => {
    server.handleUpgrade(message, socket, head, websocket =>
      resolve({ kind: 'websocket', socket: websocket, protocol }),
    );
  });
}

function offeredProtocols(message: IncomingMessage, header: string): string[] {
  const value = message.headers[header];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}
