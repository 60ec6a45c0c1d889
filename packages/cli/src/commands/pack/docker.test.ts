import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runGit } from '../../git.ts';
import { projectPath } from '../../project-folder.ts';
import { runBin } from '../../run-bin.test-support.ts';

let folder: string;
let app: string;
let env: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cartridge-pack-test-'));
  app = path.join(folder, 'test-app');
  cpSync(projectPath('examples/guide/test-app'), app, { recursive: true });
  mkdirSync(path.join(folder, 'tmp'));
  env = { CARTRIDGE_LOCAL_HOME: path.join(folder, 'home'), CARTRIDGE_TEMPDIR: path.join(folder, 'tmp') };
});
afterEach(() => rmSync(folder, { recursive: true }));

const tag = 'vanyarock01/test-app:0.1.0-0-g68f6117';

describe('cartridge pack docker', () => {
  test('prints the lines of cartridge-cli and leaves no temporary files', async () => {
    const result = await runBin(['pack', 'docker', '--tag', tag], { cwd: app, env });
    expect(result.exitCode).toBe(0);
    expect(result.stderr.replace(/(set to ).*/, '$1<FOLDER>')).toBe(
      [
        '   • Packing test-app into docker',
        '   • Temporary directory is set to <FOLDER>',
        '   • Initialize application dir',
        `   • Warning: ${app} is not under git: files that git would ignore are packed too`,
        '   • Generate VERSION file',
        '   • Generate VERSION.lua file',
        `   • Build result image ${tag}`,
        `   • Created result image ${tag}`,
        '   • Application was successfully packed',
      ].join('\n'),
    );
    expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
  });

  test('makes an image that starts the application as user 1200', async () => {
    mkdirSync(path.join(app, 'tmp/run'), { recursive: true });
    writeFileSync(path.join(app, 'tmp/run/instance.pid'), '1');
    writeFileSync(path.join(app, 'secret'), 'readable', { mode: 0o600 });
    await runBin(['pack', 'docker', '--tag', tag], { cwd: app, env });
    const image = await openImageStore(path.join(folder, 'home/images')).unpack(tag);
    expect(image.config.config).toMatchObject({
      User: '1200:1200',
      Env: expect.arrayContaining([
        'TARANTOOL_INSTANCE_NAME=default',
        'CARTRIDGE_DATA_DIR=/var/lib/tarantool',
      ]),
      Cmd: ['tarantool', '/usr/share/tarantool/test-app/init.lua'],
    });
    const packed = path.join(image.rootfs, 'usr/share/tarantool/test-app');
    expect(readFileSync(path.join(packed, 'app/roles/custom.lua'), 'utf8')).toContain('Hello world!');
    expect(readFileSync(path.join(packed, 'VERSION.lua'), 'utf8')).toBe("return ''\n");
    expect(statSync(path.join(packed, 'secret')).mode & 0o777).toBe(0o644);
    expect(readdirSync(packed)).not.toEqual(expect.arrayContaining(['tmp']));
    expect(readdirSync(packed).filter(file => file.startsWith('cartridge.p'))).toEqual([]);
  });

  test('the image is the same, and its user can read it, whatever the umask', async () => {
    const digests: string[] = [];
    for (const umask of [0o077, 0o002]) {
      const before = process.umask(umask);
      try {
        await runBin(['pack', 'docker', '--tag', tag], { cwd: app, env });
        const { rootfs, digest } = await openImageStore(path.join(folder, 'home/images')).unpack(tag);
        const packed = path.join(rootfs, 'usr/share/tarantool/test-app');
        for (const file of ['VERSION', 'VERSION.lua', 'app/roles/custom.lua'])
          expect([file, statSync(path.join(packed, file)).mode & 0o777]).toEqual([file, 0o644]);
        digests.push(digest);
      } finally {
        process.umask(before);
      }
    }
    expect(digests[0]).toBe(digests[1]);
  });

  test('takes the version from git and leaves out what git ignores', async () => {
    const git = (...args: string[]) => runGit(app, ...args);
    git('init');
    git('add', '--all');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-m', 'Initial commit');
    git('tag', '0.1.0');
    writeFileSync(path.join(app, 'core.snap'), 'ignored');
    writeFileSync(path.join(app, 'new.lua'), 'return {}');
    const result = await runBin(['pack', 'docker', '--suffix', 'dev', app], { env });
    expect(result.stderr).toContain('Created result image test-app:0.1.0.0-dev');
    const image = await openImageStore(path.join(folder, 'home/images')).unpack('test-app:0.1.0.0-dev');
    const packed = path.join(image.rootfs, 'usr/share/tarantool/test-app');
    expect(readdirSync(packed)).toContain('new.lua');
    expect(readdirSync(packed)).not.toContain('core.snap');
    expect(readdirSync(packed)).not.toContain('.git');
    expect(readFileSync(path.join(packed, 'VERSION'), 'utf8')).toBe('test-app=0.1.0.0\n');
  });

  test('gives one image several tags, and writes it into a file that can be loaded elsewhere', async () => {
    const archive = path.join(folder, 'image.tar');
    const args = ['pack', 'docker', app, '--tag', 'a:1', '--tag', 'b:2', '--filename', archive];
    const packed = await runBin(args, { env });
    expect(packed.stderr).toContain('Created result image with tags a:1, b:2');
    const elsewhere = { CARTRIDGE_LOCAL_HOME: path.join(folder, 'elsewhere') };
    const loaded = await runBin(['local', 'image', 'load', archive], { env: elsewhere });
    expect(loaded).toMatchObject({ exitCode: 0, stdout: 'Loaded image: a:1\nLoaded image: b:2' });
    const listed = await runBin(['local', 'image', 'list', '-o', 'json'], { env: elsewhere });
    expect(JSON.parse(listed.stdout).map((image: { reference: string }) => image.reference)).toEqual([
      'a:1',
      'b:2',
    ]);
  });

  test('says when a hook is not run', async () => {
    writeFileSync(path.join(app, 'cartridge.pre-build'), '#!/bin/sh\ntarantoolctl rocks make\n');
    const result = await runBin(['pack', 'docker', '--tag', tag, app], { env });
    expect(result.stderr).toContain('Warning: cartridge.pre-build is not run');
  });

  test.each([
    [['--tag', 'a:1', '--version', '1.0'], '--tag is the whole name of the image'],
    [['--tag', 'UPPER:1'], '"UPPER:1" cannot name an image'],
    [['--tag', ''], '"" cannot name an image'],
    [['--version', 'first try'], '"test-app:first try" cannot name an image'],
    [[], 'has no git tag'],
    [['--tag', 'a:1', '--name', '../up'], '"../up" cannot name an application'],
    [['--tag', 'a:1', '--name', 'a\nRUN b'], 'cannot name an application'],
    [['--tag', 'a:1', '--spec', 'other.rockspec'], 'There is no rockspec other.rockspec'],
    [['--tag', 'a:1', '--spec', 'app/init.rockspec'], 'There is no rockspec'],
    [['--tag', 'a:1', '--deps', 'zip'], '--deps is for rpm and deb packages'],
    [['--tag', 'a:1', '--preinst', 'a.sh'], '--preinst is for rpm and deb packages'],
    [['--tag', 'a:1', '--no-build', '--build-from', 'a'], '--build-from is for building rocks'],
    [['--tag', 'a:1', '--tarantool-version', 'new'], '"new" is not a version of Tarantool'],
    [['--tag', 'a:1', '--tarantool-version', '2', '--sdk-local'], 'Pass only one of --tarantool-version'],
    [['--tag', 'a:1', '--sdk-path', '/nonexistent'], 'There is no folder /nonexistent. Check --sdk-path'],
    [['--tag', 'a:1', '--sdk-path', '/'], '/ is not an SDK: it has no program tarantool'],
    [['--tag', 'a:1', '--use', 'kaniko'], 'Allowed choices are auto, docker, podman, buildah'],
    [['--tag', 'a:1', '--frm', 'a'], "unknown option '--frm'"],
  ])('refuses %j', async (args, message) => {
    const result = await runBin(['pack', 'docker', app, ...args], { env });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(message);
  });

  test.each([
    ['rpm', 'cartridge makes no rpm packages. Use `npx cartridge pack docker`'],
    ['TGZ', 'cartridge makes no tgz packages'],
    ['zip', 'There is no package type "zip"'],
  ])('refuses to make %s', async (type, message) => {
    const result = await runBin(['pack', type, app, '--version', '1.0'], { env });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(message);
  });

  test('takes its type in any case', async () => {
    const result = await runBin(['pack', 'Docker', app, '--tag', tag], { env });
    expect(result.stderr).toContain(`Created result image ${tag}`);
  });

  test('packs links as links, and of a submodule what its git knows', async () => {
    const git = (repository: string, ...args: string[]) =>
      runGit(repository, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args);
    git(app, 'init');
    symlinkSync('init.lua', path.join(app, 'main.lua'));
    const module = path.join(app, 'module');
    mkdirSync(module);
    git(module, 'init');
    writeFileSync(path.join(module, '.gitignore'), 'ignored.lua\n');
    writeFileSync(path.join(module, 'ignored.lua'), '');
    writeFileSync(path.join(module, 'known.lua'), '');
    git(module, 'add', '--all');
    git(module, 'commit', '-m', 'First');
    git(app, 'add', '--all');
    await runBin(['pack', 'docker', app, '--tag', tag], { env });
    const { rootfs } = await openImageStore(path.join(folder, 'home/images')).unpack(tag);
    const packed = path.join(rootfs, 'usr/share/tarantool/test-app');
    expect(readlinkSync(path.join(packed, 'main.lua'))).toBe('init.lua');
    expect(readdirSync(path.join(packed, 'module'))).toEqual(['.gitignore', 'known.lua']);
  });

  test('a git tag that is no version does not matter beside --tag', async () => {
    runGit(app, 'init');
    const commit = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--allow-empty'];
    runGit(app, ...commit, '-m', 'First');
    runGit(app, 'tag', 'release');
    const result = await runBin(['pack', 'docker', app, '--tag', tag], { env });
    expect(result.stderr).toContain(`Created result image ${tag}`);
  });

  test.each([
    ['Dockerfile.cartridge', [], 'There is no '],
    ['Dockerfile.cartridge', ['--from', 'own.Dockerfile'], 'own.Dockerfile'],
    ['Dockerfile.build.cartridge', [], 'or pass --no-build'],
  ])('with a builder, refuses an application without %s %j', async (file, args, message) => {
    rmSync(path.join(app, file));
    const programs = path.join(folder, 'bin');
    mkdirSync(programs);
    writeFileSync(path.join(programs, 'podman'), '#!/bin/sh\n', { mode: 0o755 });
    const { PATH } = process.env;
    const withPodman = { ...env, PATH: `${programs}:${PATH}` };
    const command = ['pack', 'docker', app, '--tag', tag, '--use', 'podman', ...args];
    const result = await runBin(command, { env: withPodman });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(message);
    expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
  });

  test.each([
    ['no folder', () => rmSync(app, { recursive: true }), 'There is no folder'],
    ['no init.lua', () => rmSync(path.join(app, 'init.lua')), 'has no init.lua'],
    [
      'no rockspec',
      () => rmSync(path.join(app, 'test-app-scm-1.rockspec')),
      'has no rockspec to take the name from',
    ],
    ['two rockspecs', () => writeFileSync(path.join(app, 'b.rockspec'), ''), 'has several rockspecs'],
  ])('refuses an application with %s', async (_, damage, message) => {
    damage();
    const result = await runBin(['pack', 'docker', app, '--tag', tag], { env });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(message);
    expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
  });
});
