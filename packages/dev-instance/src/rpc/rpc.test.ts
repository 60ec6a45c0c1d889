import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { CartridgeError } from '../errors.ts';
import { RpcPool } from './rpc-pool.ts';
import { RpcServer } from './rpc-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', () => resolve()));
  const { port } = probe.address() as AddressInfo;
  await new Promise(resolve => probe.close(resolve));
  return port;
}

async function startServer(cookie: string): Promise<{ server: RpcServer; uri: string }> {
  const server = new RpcServer(cookie);
  const port = await freePort();
  await server.listen('127.0.0.1', port);
  closers.push(() => server.close());
  return { server, uri: `127.0.0.1:${port}` };
}

function openPool(cookie: string): RpcPool {
  const pool = new RpcPool(cookie);
  closers.push(() => pool.close());
  return pool;
}

test('calls carry arguments there and results back, side by side', async () => {
  const { server, uri } = await startServer('cookie');
  server.register<{ n: number }>('double', async ({ n }) => n * 2);
  const pool = openPool('cookie');
  const texts = Array.from({ length: 20 }, (_, n) => pool.call<number>(uri, 'double', { n }));
  expect(await Promise.all(texts)).toEqual(Array.from({ length: 20 }, (_, n) => n * 2));
});

test('errors keep their class and say where they come from', async () => {
  const { server, uri } = await startServer('cookie');
  server.register('fail', () => {
    throw new CartridgeError('Prepare2pcError', 'Two-phase commit is locked');
  });
  await expect(openPool('cookie').call(uri, 'fail', {})).rejects.toMatchObject({
    className: 'Prepare2pcError',
    message: `"${uri}": Two-phase commit is locked`,
  });
});

test('another cookie is not let in', async () => {
  const { server, uri } = await startServer('cookie');
  let calls = 0;
  server.register('count', () => ++calls);
  await expect(openPool('other').call(uri, 'count', {})).rejects.toThrow('Peer closed');
  expect(calls).toBe(0);
});

test('nobody there, a name that is none, and a call that hangs are told apart', async () => {
  const { server, uri } = await startServer('cookie');
  server.register('hang', () => new Promise(() => {}));
  const pool = openPool('cookie');
  const dead = `127.0.0.1:${await freePort()}`;
  await expect(pool.call(dead, 'x', {})).rejects.toThrow(`"${dead}": Connection refused`);
  await expect(pool.call('nonsense', 'x', {})).rejects.toThrow('"nonsense": Invalid URI "nonsense"');
  await expect(pool.call(uri, 'hang', {}, { timeoutSeconds: 0.01 })).rejects.toThrow('Timeout exceeded');
});

test('one failure of many does not stop the others', async () => {
  const { server, uri } = await startServer('cookie');
  server.register('ping', () => 'pong');
  const dead = `127.0.0.1:${await freePort()}`;
  const results = await openPool('cookie').callAll<string>([uri, dead], 'ping', {});
  expect(results.get(uri)).toEqual({ ok: true, value: 'pong' });
  expect(results.get(dead)).toMatchObject({ ok: false });
});

test('a connection that broke is opened again', async () => {
  const first = await startServer('cookie');
  first.server.register('who', () => 'first');
  const pool = openPool('cookie');
  expect(await pool.call(first.uri, 'who', {})).toBe('first');
  first.server.close();
  await expect
    .poll(() => pool.call(first.uri, 'who', {}).catch(error => error.message))
    .toContain('Connection refused');
  const second = new RpcServer('cookie');
  second.register('who', () => 'second');
  await second.listen('127.0.0.1', Number(first.uri.split(':')[1]));
  closers.push(() => second.close());
  expect(await pool.call(first.uri, 'who', {})).toBe('second');
});

test('a subscriber gets what is pushed until it goes', async () => {
  const { server, uri } = await startServer('cookie');
  const closed = new Promise<void>(resolve => {
    server.register('count', (_args, pushes) => {
      for (const n of [1, 2, 3]) pushes.push(n);
      pushes.onClose(() => resolve());
      return 'started';
    });
  });
  const connection = await openPool('cookie').open(uri);
  const seen: unknown[] = [];
  expect(await connection.subscribe('count', {}, push => seen.push(push))).toBe('started');
  expect(seen).toEqual([1, 2, 3]);
  connection.close();
  await closed;
});

test.each([
  ['text that is no JSON', 'hello'],
  ['no object', 'null'],
  ['an answer of the right length in characters, not in bytes', JSON.stringify({ answer: 'ж'.repeat(43) })],
])('%s before the handshake ends its connection and nothing else', async (_name, line) => {
  const { server, uri } = await startServer('cookie');
  server.register('ping', () => 'pong');
  const socket = connect({ host: '127.0.0.1', port: Number(uri.split(':')[1]) });
  socket.resume().end(`${line}\n`);
  await once(socket, 'close');
  expect(await openPool('cookie').call(uri, 'ping', {})).toBe('pong');
});
