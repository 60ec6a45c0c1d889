import { expect, test } from 'vitest';
import { HangingConnection } from './hanging-connection.ts';

test('a peer that comes back elsewhere is reached only when the try at its old address has ended', () => {
  const connection = new HangingConnection();
  connection.succeeded();
  expect(connection.hangs('127.0.0.2', 0)).toBe(false);
  connection.failed('127.0.0.2', 0);
  expect(connection.hangs('127.0.0.2', 1000)).toBe(false);
  expect(connection.hangs('127.0.0.3', 1000)).toBe(true);
  expect(connection.hangs('127.0.0.3', 127_000)).toBe(false);
});

test('a peer that was never reached is tried at its new address at once', () => {
  const connection = new HangingConnection();
  connection.failed('127.0.0.2', 0);
  expect(connection.hangs('127.0.0.3', 1000)).toBe(false);
});

test('a connection that was made hangs no more', () => {
  const connection = new HangingConnection();
  connection.succeeded();
  connection.failed('127.0.0.2', 0);
  connection.succeeded();
  expect(connection.hangs('127.0.0.3', 1000)).toBe(false);
});
