import type { HttpBody } from '@cartridge-on-kubernetes/platform';

/** The topology of 1,000 instances has about 2 MB. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Answers of the admin API have about ten levels; JSON.parse takes seconds for millions of them. */
const MOST_LEVELS = 64;

/** The answer is more than any instance says, so it was not read to its end. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** The whole body as text. Throws TooLargeError, which ends the connection, where it is larger than an instance's answer. */
export async function readBody(body: HttpBody): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new TooLargeError(`the answer has more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (levelsOf(text) > MOST_LEVELS)
    throw new TooLargeError(`the answer is nested more than ${MOST_LEVELS} times`);
  return text;
}

/** Depth of brackets outside of strings, counted no further than needed. */
function levelsOf(text: string): number {
  let levels = 0;
  let most = 0;
  let isInString = false;
  for (let at = 0; at < text.length && most <= MOST_LEVELS; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) most = Math.max(most, ++levels);
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) levels--;
  }
  return most;
}

const [QUOTE, BACKSLASH, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [...'"\\{}[]'].map(character =>
  character.charCodeAt(0),
);
