import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import {
  csvField,
  type LocalTestCluster,
  makeLocalTestCluster,
  repository,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartridge } from './support/command.ts';
import { readIdentity, untilSame, writeConfig } from './support/kept.ts';
import { processesOf } from './support/processes.ts';

describe('one cluster, taken down and brought up', () => {
  let cluster: LocalTestCluster;
  let otherProgram: Server;
  let takenPort: number;

  beforeAll(async () => {
    cluster = await makeLocalTestCluster();
    otherProgram = createServer().listen(0, '127.0.0.1');
    await once(otherProgram, 'listening');
    takenPort = (otherProgram.address() as AddressInfo).port;
  });
  afterAll(async () => {
    otherProgram.close();
    await cluster.stop();
  });

  test('where the port is taken the Web UI gets another one, and up says so', async () => {
    const up = await cartridge(cluster.home, 'local', 'up', '--detach', '--port', String(takenPort));
    expect(up).toMatchObject({ exitCode: 0 });
    const url = /Web UI {6}(http:\/\/localhost:\d+) {2}\(port (\d+) is taken by another program\)/.exec(
      up.stdout,
    );
    expect(url?.[2]).toBe(String(takenPort));
    expect(await (await fetch(`${url?.[1]}/hello`)).text()).toBe('Hello world!');
    expect((await cluster.status()).url).toBe(url?.[1]);
  });

  test('a second up changes nothing and says where the first one is', async () => {
    const before = await readIdentity(cluster);
    const { url = '' } = await cluster.status();
    const second = await cartridge(cluster.home, 'local', 'up');
    expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(url) });
    expect(second.stdout).toContain('runs already');
    expect(await readIdentity(cluster)).toEqual(before);
  });

  test('down ends every process, up brings the same cluster back with its data', async () => {
    await writeConfig(cluster, 'written: before down');
    await cluster.kubectl('create', 'configmap', 'kept', '--from-literal', 'answer=42');
    const before = await readIdentity(cluster);
    await cluster.cartridge('local', 'down');
    expect(await processesOf(cluster.home)).toEqual([]);
    await cluster.up();
    await untilSame(cluster, before);
    expect(await cluster.kubectl('get', 'configmap', 'kept', '-o', 'jsonpath={.data.answer}')).toBe('42');
  });

  test('what the user has changed with helm stays as it is', async () => {
    await cluster.helm('uninstall', 'test-app', '--namespace', 'tarantool');
    await cluster.cartridge('local', 'down');
    await cluster.up();
    expect(await cluster.helm('list', '--namespace', 'tarantool', '--short')).toBe('tarantool-operator');
  });

  test('where the user has removed all, up says so and waits for nothing', async () => {
    await cluster.helm('uninstall', 'tarantool-operator', '--namespace', 'tarantool');
    await cluster.cartridge('local', 'down');
    const up = await cartridge(cluster.home, 'local', 'up', '--detach');
    expect(up).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Up in') });
    expect(up.stderr).toContain('Nothing is installed in namespace tarantool');
    expect(up.stdout).not.toContain('Web UI');
  });

  test('down --purge removes the data', async () => {
    await cluster.cartridge('local', 'down', '--purge');
    await expect(access(cluster.home)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await processesOf(cluster.home)).toEqual([]);
  });
});

test('what was installed by hand into a bare cluster stays as it is', async () => {
  const cluster = await makeLocalTestCluster();
  try {
    await cluster.up('--bare');
    const place = ['--namespace', 'tarantool', '--create-namespace'];
    const values = [
      '--values',
      csvField(join(repository, 'examples/guide/values.yaml')),
      '--set',
      'image.pullPolicy=Never',
    ];
    await cluster.helm(
      'install',
      'tarantool-operator',
      join(repository, 'charts/tarantool-operator'),
      ...place,
    );
    await cluster.helm('install', 'test-app', join(repository, 'charts/cartridge'), ...values, ...place);
    await cluster.cartridge('local', 'down');
    const up = await cartridge(cluster.home, 'local', 'up', '--detach', '--timeout', '1');
    expect(up.stderr).toContain('left as they are: you installed an application');
    const kept = await cluster.helm('list', '--namespace', 'tarantool', '--output', 'json');
    expect(JSON.parse(kept).map(({ revision }: { revision: string }) => revision)).toEqual(['1', '1']);
  } finally {
    await cluster.stop();
  }
});
