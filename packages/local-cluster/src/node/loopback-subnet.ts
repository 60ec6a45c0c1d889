import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { UnsupportedSystemError } from './unsupported-system-error.ts';

/** 127.A.0.0/16 of one local cluster: the node is .0.1, pods live below 127.A.128.0, Services above. */
export interface LoopbackSubnet {
  /** A of 127.A.0.0/16 */
  number: number;
  nodeAddress: string;
  release(): Promise<void>;
}

const firstNumber = 10;
const subnetCount = 240;
/**
 * Holding it on the node's address is what reserves the subnet on this machine. Not kubelet's own 10250, which a
 * Kubernetes on this machine may hold on all addresses.
 */
const reservationPort = 20_250;

/** Reserves a subnet no other local cluster on this machine uses; the preferred one when it is free. */
export async function reserveSubnet(options: { seed: string; preferred?: number }): Promise<LoopbackSubnet> {
  const start = createHash('sha256').update(options.seed).digest().readUInt16BE(0) % subnetCount;
  const order = Array.from(
    { length: subnetCount },
    (_, index) => firstNumber + ((start + index) % subnetCount),
  );
  if (options.preferred) order.unshift(options.preferred);
  for (const number of order) {
    const nodeAddress = `127.${number}.0.1`;
    const server = await tryListen(nodeAddress);
    if (server) return { number, nodeAddress, release: () => close(server) };
  }
  throw new Error(`All ${subnetCount} loopback subnets are used by other local clusters: stop some of them`);
}

async function tryListen(address: string): Promise<Server | undefined> {
  const server = createServer(socket => socket.destroy());
  server.listen(reservationPort, address);
  try {
    await once(server, 'listening');
    server.unref();
    return server;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw new UnsupportedSystemError({ cause });
  }
}

async function close(server: Server): Promise<void> {
  await new Promise(resolve => server.close(resolve));
}
