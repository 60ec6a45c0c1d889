import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { CartridgeError } from '../errors.ts';
import { requireHostPort } from '../options/uri.ts';
import type { Node } from './node.ts';

const DEFAULT_PORT = 3301;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 1000;
/** Used even where the option allows no retry: one lost packet on a busy machine says nothing about the name. */
const LEAST_PROBE_MS = 2000;

export interface HttpListener {
  listen(host: string, port: number): Promise<void>;
}

/** Brings up the ports in the order of a real instance: membership, HTTP, then the binary port. */
export async function joinNetwork({ node, http }: { node: Node; http: HttpListener }): Promise<void> {
  const { options, log, membership, server } = node;
  const { host, port } = requireHostPort(options.advertiseUri);
  log.info(`Using advertise_uri "${options.advertiseUri}"`);
  log.info('Membership encryption enabled');
  const address = await bindAddress(host);
  await membership.listen(address, port);
  await probeSelf(node);
  if (options.swimBroadcast) broadcast(node, port);
  if (options.httpEnabled) {
    await http.listen(options.httpHost, options.httpPort);
    log.info('started', `main/107/http/${options.httpHost}:${options.httpPort}`);
    log.info(`Listening HTTP on ${options.httpHost}:${options.httpPort}`);
  }
  await server.listen(address, port);
  log.info('started', `main/108/remote_control/${address}:${port}`);
  log.info(`Remote control bound to ${address}:${port}`);
  log.info('Remote control ready to accept connections');
}

/** A loopback name is bound as such, so other machines cannot reach the instance; other names bind all addresses. */
async function bindAddress(host: string): Promise<string> {
  try {
    const { address } = await lookup(host, { family: 4 });
    return address.startsWith('127.') ? address : '0.0.0.0';
  } catch {
    return '0.0.0.0';
  }
}

/** Fails the start if the instance cannot reach its own advertise URI: other instances could not reach it either. */
async function probeSelf({ options, log, membership }: Node): Promise<void> {
  const deadline = performance.now() + Math.max(options.probeUriTimeout * 1000, LEAST_PROBE_MS);
  for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_RETRY_MS)) {
    const answer = await membership.probe(options.advertiseUri);
    if (answer === 'answered') break;
    if (performance.now() >= deadline)
      throw new CartridgeError('CartridgeCfgError', `Can not ping myself: ${answer}`);
    await new Promise(resolve => setTimeout(resolve, waitMs));
  }
  log.info('Probe uri was successful');
}

/** Pings neighbours by port on every network of this host. The real Cartridge sends UDP broadcasts there. */
function broadcast({ membership, log }: Node, port: number): void {
  const addresses = Object.values(networkInterfaces())
    .flat()
    .flatMap(network => (network?.family === 'IPv4' ? network.address : []));
  for (const target of new Set([port + 1, port, port - 1, DEFAULT_PORT])) {
    for (const address of addresses) {
      membership.introduce(`${address}:${target}`);
      log.info(`Membership BROADCAST sent to ${address}:${target}`);
    }
  }
}
