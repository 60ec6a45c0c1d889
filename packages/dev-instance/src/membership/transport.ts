import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns';
import { parseHostPort } from '../options/uri.ts';
import { createPacketCodec, type Packet } from './packet.ts';

const ADDRESS_TTL_MS = 2000;

/** Sends and receives encrypted packets by URI. */
export class Transport {
  readonly #socket: Socket = createSocket({ type: 'udp4' });
  readonly #codec: ReturnType<typeof createPacketCodec>;
  readonly #addresses = new Map<string, { address: string; until: number }>();
  onPacket: (packet: Packet) => void = () => {};

  constructor(cookie: string) {
    this.#codec = createPacketCodec(cookie);
    this.#socket.on('message', data => {
      const packet = this.#codec.decode(data);
      if (packet !== null) this.onPacket(packet);
    });
  }

  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind(port, host, () => {
        this.#socket.off('error', reject);
        this.#socket.on('error', () => {});
        resolve();
      });
    });
  }

  /** False when the URI makes no sense or its host cannot be resolved. */
  async send(uri: string, packet: Packet): Promise<boolean> {
    const target = parseHostPort(uri);
    if (target === null) return false;
    const address = await this.#resolve(target.host);
    if (address === null) return false;
    return new Promise(resolve => {
      try {
        this.#socket.send(this.#codec.encode(packet), target.port, address, error => resolve(error === null));
      } catch {
        resolve(false);
      }
    });
  }

  /** Called after a failed ping, so that the name is looked up again: the instance may have a new address. */
  forget(uri: string): void {
    this.#addresses.delete(parseHostPort(uri)?.host ?? '');
  }

  close(): void {
    try {
      this.#socket.close();
    } catch {
      // Never bound, or closed already.
    }
  }

  #resolve(host: string): Promise<string | null> {
    const known = this.#addresses.get(host);
    if (known !== undefined && known.until > performance.now()) return Promise.resolve(known.address);
    return new Promise(resolve => {
      lookup(host, { family: 4 }, (error, address) => {
        if (error) return resolve(null);
        this.#addresses.set(host, { address, until: performance.now() + ADDRESS_TTL_MS });
        resolve(address);
      });
    });
  }
}
