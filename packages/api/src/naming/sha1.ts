/** SHA-1 (RFC 3174) of bytes: what UUID version 5 is made of. Not for secrets. */
export function sha1(message: readonly number[]): number[] {
  const bytes = pad(message);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let offset = 0; offset < bytes.length; offset += 64) addBlock(state, bytes.slice(offset, offset + 64));
  return state.flatMap(toBytes);
}

function pad(message: readonly number[]): number[] {
  const bits = message.length * 8;
  const zeros = (119 - (message.length % 64)) % 64;
  return [
    ...message,
    0x80,
    ...new Array<number>(zeros).fill(0),
    ...toBytes(Math.floor(bits / 2 ** 32)),
    ...toBytes(bits),
  ];
}

function addBlock(state: number[], block: readonly number[]): void {
  const words = schedule(block);
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (let step = 0; step < 80; step++) {
    const next = (rotate(a, 5) + mix(step, { b, c, d }) + e + (words[step] ?? 0)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  for (const [index, value] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
}

function schedule(block: readonly number[]): number[] {
  const words = Array.from({ length: 16 }, (_, index) =>
    block.slice(4 * index, 4 * index + 4).reduce((word, byte) => (word << 8) | byte, 0),
  );
  for (let step = 16; step < 80; step++) {
    const at = (back: number) => words[step - back] ?? 0;
    words.push(rotate(at(3) ^ at(8) ^ at(14) ^ at(16), 1));
  }
  return words;
}

function mix(step: number, { b, c, d }: { b: number; c: number; d: number }): number {
  if (step < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (step < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (step < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function toBytes(word: number): number[] {
  return [(word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
}
