import { expect, test } from 'vitest';
import { decodeProtobuf } from './protobuf-body.ts';

/** Length-delimited field of a message. */
const field = (number: number, content: Buffer | string) => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};
const integer = (number: number, value: number) => Buffer.from([number << 3, value]);
const envelope = (apiVersion: string, kind: string, raw: Buffer) =>
  Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, Buffer.concat([field(1, apiVersion), field(2, kind)])),
    field(2, raw),
  ]);

test('a pointer that is zero is kept, a value that is zero was not set', () => {
  const metadata = Buffer.concat([field(1, 'web'), field(2, '')]);
  const spec = Buffer.concat([integer(1, 0), integer(5, 0)]);
  const body = envelope('apps/v1', 'Deployment', Buffer.concat([field(1, metadata), field(2, spec)]));
  expect(decodeProtobuf(body)).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 0 },
  });
});

test('maps, bytes and unknown field numbers', () => {
  const entry = Buffer.concat([field(1, 'key'), field(2, 'value')]);
  const body = envelope(
    'v1',
    'Secret',
    Buffer.concat([field(1, field(1, 'a')), field(2, entry), field(15, 'from the future')]),
  );
  expect(decodeProtobuf(body)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { key: Buffer.from('value').toString('base64') },
  });
});

test('a message that ends too early is refused', () => {
  expect(() => decodeProtobuf(envelope('v1', 'Secret', Buffer.from([10, 200, 1])))).toThrow(/ends too early/);
});
