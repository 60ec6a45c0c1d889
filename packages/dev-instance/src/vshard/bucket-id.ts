const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** Bucket of a key, from 1 to `bucketCount`: CRC-32C of its text, as `vshard.router.bucket_id_strcrc32`. */
export function bucketIdOf(key: string, bucketCount: number): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(key, 'utf8')) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ((crc >>> 0) % bucketCount) + 1;
}
