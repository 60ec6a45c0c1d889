import { readFile } from 'node:fs/promises';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { CredentialSource } from '../connection.ts';
import { KubeconfigError } from '../errors.ts';

export interface TokenFile {
  path: string;
  clock: Clock;
  certificate?: string | undefined;
  key?: string | undefined;
}

/**
 * The kubelet rewrites a mounted token well before it ends; reading it once a minute is what client-go does. The wall
 * clock decides, as the token ends by it: after a machine's sleep, or once the clock was set, the file is read at once.
 */
const rereadSeconds = 60;

/** A bearer token that is read again as it is rotated. While the file cannot be read, the last token is used. */
export function fileToken({ path, clock, certificate, key }: TokenFile): CredentialSource {
  let token: string | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    async current() {
      if (Math.abs(clock.now() - readAt) >= rereadSeconds * 1000) {
        token = await readToken(path, token);
        readAt = clock.now();
      }
      return { authorization: `Bearer ${token}`, certificate, key };
    },
    invalidate() {
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

async function readToken(path: string, last: string | undefined): Promise<string> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (text !== '') return text;
  } catch (cause) {
    if (last === undefined) {
      throw new KubeconfigError(`Cannot read the token file ${path}: ${(cause as Error).message}`, { cause });
    }
  }
  if (last === undefined) throw new KubeconfigError(`The token file ${path} is empty`);
  return last;
}
