import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import {
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_AVAILABLE,
  streamEncode,
} from 'dns-packet';

export interface DnsServer {
  address: string;
  port: number;
  close(): Promise<void>;
}

/** Addresses of a name; undefined: no such name. */
export type NameResolver = (name: string) => string[] | undefined;

const ttlSeconds = 5;
/** the lower four bits of the flags */
const noSuchName = 3;

/** A name server for A records on UDP and TCP of one address. Other record types of known names are empty answers. */
export async function startDnsServer(address: string, resolve: NameResolver): Promise<DnsServer> {
  const tcp = createServer(socket => serveConnection(socket, resolve));
  tcp.listen(0, address);
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (message, sender) => {
    const reply = answer(message, resolve);
    if (reply) udp.send(encode(reply), sender.port, sender.address);
  });
  udp.bind(port, address);
  await once(udp, 'listening');
  return { address, port, close: () => close(udp, tcp) };
}

function serveConnection(socket: Socket, resolve: NameResolver): void {
  let received = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', chunk => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const length = received.readUInt16BE(0);
      const reply = answer(received.subarray(2, 2 + length), resolve);
      received = received.subarray(2 + length);
      if (reply) socket.write(streamEncode(reply));
    }
  });
}

function answer(message: Buffer, resolve: NameResolver): Packet | undefined {
  let query: Packet;
  try {
    query = decode(message);
  } catch {
    return undefined;
  }
  const questions = query.questions ?? [];
  const question = questions[0];
  if (!question || query.type !== 'query') return undefined;
  const addresses = resolve(question.name);
  const flags = AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | (addresses ? 0 : noSuchName);
  const answers =
    question.type === 'A'
      ? (addresses ?? []).map(data => ({ type: 'A' as const, name: question.name, ttl: ttlSeconds, data }))
      : [];
  return { type: 'response', id: query.id, flags, questions, answers };
}

async function close(udp: DatagramSocket, tcp: Server): Promise<void> {
  udp.close();
  await new Promise(resolve => tcp.close(resolve));
}
