import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha1 } from './sha1.ts';
import { uuidV5 } from './uuid-v5.ts';

test('SHA-1 agrees with the platform on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      expect(Buffer.from(sha1([...bytes])).toString('hex')).toBe(
        createHash('sha1').update(bytes).digest('hex'),
      );
    }),
  );
});

test('the DNS example of RFC 9562', () => {
  expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});

test('names are UTF-8', () => {
  const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  const bytes = Buffer.concat([
    Buffer.from(namespace.replaceAll('-', ''), 'hex'),
    Buffer.from('кластер', 'utf8'),
  ]);
  const head = createHash('sha1').update(bytes).digest('hex').slice(0, 8);
  expect(uuidV5(namespace, 'кластер').startsWith(head)).toBe(true);
});
