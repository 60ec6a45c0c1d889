import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import { findTools, projectVersion, repository, shellWord } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeBundle } from '../../scripts/bundle/write-bundle.ts';
import { readCommands, unpackBundle } from './support/install-guide.ts';

const command = join(repository, 'packages/cli/bin/cartridge.js');

let folder: string;
let bundle: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-test-'));
  bundle = await write('first');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Around the image of the local cluster, which needs no builder. */
async function write(name: string): Promise<string> {
  const { helm } = await findTools();
  const image = join(repository, `dist/images/tarantool-operator-${projectVersion}.tar`);
  return writeBundle({ version: projectVersion, helm, image, output: join(folder, name) });
}

test('the same input gives the same bytes', async () => {
  const [first, second] = await Promise.all([readFile(bundle), write('second').then(file => readFile(file))]);
  expect(first.equals(second)).toBe(true);
});

test('a bundle that was damaged on its way is found out', async () => {
  const damaged = join(folder, 'damaged');
  await execa('mkdir', [damaged]);
  const unpacked = await unpackBundle(bundle, damaged);
  const [check = ''] = (await readCommands(unpacked))[0]?.commands ?? [];
  expect((await execa('sh', ['-c', check], { cwd: unpacked })).stdout).toBe('');
  await writeFile(join(unpacked, 'values.yaml'), 'image: {}\n');
  const checked = await execa('sh', ['-c', check], { cwd: unpacked, reject: false, env: { LC_ALL: 'C' } });
  expect(checked.exitCode).toBe(1);
  expect(checked.stdout).toContain('values.yaml: FAILED');
});

test('the charts of the bundle bring a cluster up where there is no network', async () => {
  const unpacked = await unpackBundle(bundle, folder);
  const home = join(folder, 'home');
  const { kubectl, helm } = await findTools();
  const env = {
    CARTRIDGE_LOCAL_HOME: home,
    HELM_CACHE_HOME: join(home, 'helm-cache'),
    HELM_CONFIG_HOME: join(home, 'helm-config'),
    KUBECONFIG: join(home, 'kubeconfig'),
    PATH: [dirname(kubectl), dirname(helm), process.env.PATH].join(':'),
  };
  const cartridge = (...args: string[]) => execa(process.execPath, [command, ...args], { env });
  // What the registry is on another cluster is the store of images here.
  await cartridge(
    'local',
    'image',
    'load',
    join(unpacked, `images/tarantool-operator-${projectVersion}.tar`),
  );
  const app = join(repository, 'examples/guide/test-app');
  await cartridge('pack', 'docker', app, '--tag', 'localhost:5000/test-app:0.1.0-0-g68f6117');
  await openImageStore(join(home, 'images')).tag(
    `tarantool/tarantool-operator:${projectVersion}`,
    `localhost:5000/tarantool-operator:${projectVersion}`,
  );
  const typed = (await readCommands(unpacked))
    .filter(({ heading }) => heading.startsWith('Install '))
    .flatMap(({ commands }) => commands);
  expect(typed.filter(line => line.startsWith('helm install'))).toHaveLength(2);
  const program = `${shellWord(process.execPath)} ${shellWord(command)}`;
  const script = [
    'set -ex',
    `trap ${shellWord(`${program} local down --purge`)} EXIT`,
    `${program} local up --bare --detach`,
    ...typed,
  ].join('\n');
  const { stdout } = await execa(...(await withoutNetwork(['sh', '-c', script])), { cwd: unpacked, env });
  expect(stdout).toMatch(/^cluster.tarantool.io\/test-app condition met$/m);
  expect(stdout).toMatch(/^storages-0-1 +1\/1 +Running /m);
});

/** In a network namespace with nothing but loopback, where this user may make one; otherwise as it is. */
async function withoutNetwork(line: string[]): Promise<[string, string[]]> {
  const namespace = process.getuid?.() === 0 ? ['--net'] : ['--net', '--user', '--map-current-user'];
  const enter = ['unshare', ...namespace, '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  const { exitCode } = await execa(String(enter[0]), [...enter.slice(1), 'true'], { reject: false });
  const [program = '', ...args] = exitCode === 0 ? [...enter, ...line] : line;
  return [program, args];
}
