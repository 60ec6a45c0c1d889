import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Member } from './member.ts';

export type Packet =
  | { readonly kind: 'ping'; readonly seq: number; readonly from: Member; readonly news: readonly Member[] }
  | { readonly kind: 'ack'; readonly seq: number; readonly from: Member; readonly news: readonly Member[] }
  /** Asks the receiver to ping `target` and to pass its answer on. */
  | {
      readonly kind: 'relay';
      readonly seq: number;
      readonly from: Member;
      readonly target: string;
      readonly news: readonly Member[];
    }
  | {
      readonly kind: 'sync';
      readonly from: Member;
      readonly wantsAnswer: boolean;
      readonly news: readonly Member[];
    };

const KEY_LENGTH = 32;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** Packets are encrypted with the first 32 characters of the cookie: other clusters can neither read them nor join. */
export function createPacketCodec(cookie: string) {
  const key = Buffer.alloc(KEY_LENGTH, 0);
  Buffer.from(cookie.slice(0, KEY_LENGTH)).copy(key);
  return {
    encode(packet: Packet): Buffer {
      const iv = randomBytes(IV_LENGTH);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(JSON.stringify(packet), 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    /** Null for a packet of another cluster or of anything else. */
    decode(data: Buffer): Packet | null {
      if (data.length <= IV_LENGTH + TAG_LENGTH) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, IV_LENGTH));
        decipher.setAuthTag(data.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH));
        const body = Buffer.concat([
          decipher.update(data.subarray(IV_LENGTH + TAG_LENGTH)),
          decipher.final(),
        ]);
        return JSON.parse(body.toString('utf8')) as Packet;
      } catch {
        return null;
      }
    },
  };
}
