import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { checkHost } from './host-check.ts';

const messageWith = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

test.each([
  '127.0.0.1:6443',
  'localhost:6443',
  '[::1]:6443',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local:443',
])('%s is answered', host => {
  expect(() => checkHost(messageWith({ host }))).not.toThrow();
});

test.each([
  'attacker.example:6443',
  'localhost.attacker.example',
  'kubernetes.default.svc.attacker.example',
  '',
])('a page that rebound %j to loopback is refused', host => {
  expect(() => checkHost(messageWith({ host }))).toThrow(/misdirected request/);
});

test('a page of another origin is refused under the right name too', () => {
  expect(() =>
    checkHost(messageWith({ host: 'localhost:6443', origin: 'https://attacker.example' })),
  ).toThrow();
});
