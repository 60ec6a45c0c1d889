import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { decode, streamEncode } from 'dns-packet';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from './dns-server.ts';

let server: DnsServer;
const names = new Map([['web.default.svc.cluster.local', ['127.9.1.1', '127.9.1.2']]]);

beforeEach(async () => {
  server = await startDnsServer('127.0.0.1', name => names.get(name));
});

afterEach(() => server.close());

function buildResolver(): Resolver {
  const resolver = new Resolver();
  resolver.setServers([`${server.address}:${server.port}`]);
  return resolver;
}

it('answers over UDP', async () => {
  const found = await buildResolver().resolve4('web.default.svc.cluster.local');
  expect(found.sort()).toEqual(['127.9.1.1', '127.9.1.2']);
});

it('knows no other names', async () => {
  await expect(buildResolver().resolve4('db.default.svc.cluster.local')).rejects.toMatchObject({
    code: 'ENOTFOUND',
  });
});

it('has no other records of a name', async () => {
  await expect(buildResolver().resolve6('web.default.svc.cluster.local')).rejects.toMatchObject({
    code: 'ENODATA',
  });
});

it('answers over TCP', async () => {
  const socket = connect(server.port, server.address);
  const questions = [{ type: 'A' as const, name: 'web.default.svc.cluster.local' }];
  socket.write(streamEncode({ type: 'query', id: 7, questions }));
  const [reply] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(decode(reply.subarray(2)).answers).toHaveLength(2);
});
