import type { Duplex } from 'node:stream';

/** The connection of a request that asks to speak another protocol, and what the client already sent of it. */
export interface UpgradeSocket {
  socket: Duplex;
  head: Buffer;
  /** Takes the connection away from HTTP; from here on no HTTP answer can be given. */
  release(): void;
}
