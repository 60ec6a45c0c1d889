import { expect, test } from 'vitest';
import { HangingConnection } from './hanging-connection.ts';

test('a peer that comes back elsewhere is reached only when the try at its old address has ended', () => {
  const connection = new HangingConnection();
  connection.succeeded();
  expect(connection.hangs({ address: '127.0.0.2', now: 0, isStarting: false })).toBe(false);
  connection.failed('127.0.0.2', 0);
  expect(connection.hangs({ address: '127.0.0.2', now: 1000, isStarting: false })).toBe(false);
  expect(connection.hangs({ address: '127.0.0.3', now: 1000, isStarting: false })).toBe(true);
  expect(connection.hangs({ address: '127.0.0.3', now: 127_000, isStarting: false })).toBe(false);
});

test('a peer that was never reached is tried at its new address at once', () => {
  const connection = new HangingConnection();
  connection.failed('127.0.0.2', 0);
  expect(connection.hangs({ address: '127.0.0.3', now: 1000, isStarting: false })).toBe(false);
});

test('a connection that was made hangs no more', () => {
  const connection = new HangingConnection();
  connection.succeeded();
  connection.failed('127.0.0.2', 0);
  connection.succeeded();
  expect(connection.hangs({ address: '127.0.0.3', now: 1000, isStarting: false })).toBe(false);
});

test('a start waits no longer than Tarantool does for the connections of a start', () => {
  const connection = new HangingConnection();
  connection.succeeded();
  connection.failed('127.0.0.2', 0);
  expect(connection.hangs({ address: '127.0.0.3', now: 29_000, isStarting: true })).toBe(true);
  expect(connection.hangs({ address: '127.0.0.3', now: 30_000, isStarting: true })).toBe(false);
});
