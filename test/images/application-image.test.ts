import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import { pollUntil, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBuilder, type TestBuilder, usableBuilders } from './support/builders.ts';
import { hasRegistry, startRegistry } from './support/registry.ts';
import { writeProgram, writeToolRoot } from './support/tool-base.ts';

const command = join(repository, 'packages/cli/bin/cartridge.js');
const base = 'localhost/tarantool-base:test';
const usable = await usableBuilders();
// Debian's package docker-registry, where it is installed.
const registryIsInstalled = await hasRegistry();

// Without podman, or without root, there is no store that a test could fill and empty.
describe.skipIf(usable.length === 0)('cartridge pack docker with a program that builds', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'pack-base-'));
    await writeToolRoot(root);
    await writeFile(
      join(root, 'Dockerfile'),
      'FROM scratch\nCOPY . /\nENV PATH=/usr/bin:/bin\nUSER 7\nENTRYPOINT ["/bin/sh"]\n',
    );
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  describe.each(usable)('%s', name => {
    let builder: TestBuilder;
    let folder: string;
    let app: string;

    beforeAll(async () => {
      builder = await openBuilder(name);
      await execa('podman', ['build', '--tag', base, root], { env: builder.env });
    });
    afterAll(() => builder?.[Symbol.asyncDispose]());

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pack-builder-'));
      app = join(folder, 'test-app');
      await cp(join(repository, 'examples/guide/test-app'), app, { recursive: true });
      await writeBase('Dockerfile.cartridge');
      await writeBase('Dockerfile.build.cartridge');
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const writeBase = (file: string, ...lines: string[]) =>
      writeFile(join(app, file), `${[`ARG BASE=${base}`, 'FROM $BASE', 'USER 0', ...lines].join('\n')}\n`);
    const start = (...args: string[]) =>
      execa(process.execPath, [command, 'pack', 'docker', app, '--use', name, ...args], {
        env: { ...builder.env, CARTRIDGE_TEMPDIR: join(folder, 'tmp'), CARTRIDGE_LOCAL_HOME: folder },
        reject: false,
      });
    const temporaryFiles = () => readdir(join(folder, 'tmp'));
    /** What the image holds, read from its archive. */
    const unpack = async (archive: string, tag: string) => {
      const store = openImageStore(join(folder, 'images'));
      await store.load(archive);
      const { config, rootfs } = await store.unpack(tag);
      return { config: config.config, home: join(rootfs, 'usr/share/tarantool/test-app'), rootfs };
    };

    test('builds rocks on one base and the image on the other, and leaves the base of builds alone', async () => {
      await mkdir(join(app, 'third_party/own-rock'), { recursive: true });
      await writeFile(join(app, 'third_party/own-rock/own.lua'), 'return 42\n');
      const preBuild = '#!/bin/sh\ntarantoolctl rocks make --chdir ./third_party/own-rock\nGREETING=hello\n';
      await writeFile(join(app, 'cartridge.pre-build'), preBuild);
      await writeProgram(join(app, 'cartridge.post-build'), '#!/bin/sh\nrm -rf third_party\n');
      await mkdir(join(app, '.rocks/share'), { recursive: true });
      await writeFile(join(app, '.rocks/share/from-this-machine'), '');
      await writeBase('Dockerfile.cartridge', 'COPY README.md /etc/motd');
      const archive = join(folder, 'image.tar');
      const packed = await start('--tag', 'test-app:1', '--tag', 'team/test-app:1', '--filename', archive);

      expect(packed.stderr.replaceAll(/\S+cartridge-pack-\w+/g, '<FOLDER>')).toBe(
        [
          '   • Packing test-app into docker',
          '   • Temporary directory is set to <FOLDER>',
          '   • Initialize application dir',
          `   • Warning: ${app} is not under git: files that git would ignore are packed too`,
          '   • Build application in <FOLDER>/package-files/test-app',
          '   • Building base image test-app-build',
          '   • Build application in test-app-build',
          '   • Application was successfully built',
          '   • Generate VERSION file',
          '   • Generate VERSION.lua file',
          `   • Build result image with tags test-app:1, team/test-app:1 with ${name}`,
          '   • Created result image with tags test-app:1, team/test-app:1',
          `   • Wrote ${archive}`,
          '   • Application was successfully packed',
        ].join('\n'),
      );
      expect(packed.exitCode).toBe(0);
      const image = await unpack(archive, 'test-app:1');
      expect(image.config).toMatchObject({
        User: '1200:1200',
        Cmd: ['tarantool', '/usr/share/tarantool/test-app/init.lua'],
        Env: expect.arrayContaining([
          'CARTRIDGE_RUN_DIR=/var/run/tarantool',
          'CARTRIDGE_DATA_DIR=/var/lib/tarantool',
          'TARANTOOL_INSTANCE_NAME=default',
        ]),
        Labels: expect.objectContaining({ 'org.opencontainers.image.title': 'test-app' }),
      });
      expect(image.config?.Entrypoint ?? []).toEqual([]);
      expect(await readdir(join(image.home, '.rocks/share/tarantool'))).toEqual(['installed', 'own.lua']);
      const files = await readdir(image.home);
      expect(files).toEqual(expect.arrayContaining(['init.lua', 'VERSION', 'VERSION.lua', '.rocks']));
      expect(files.filter(file => /^cartridge\.|third_party|^tmp$/.test(file))).toEqual([]);
      expect(await readFile(join(image.rootfs, 'etc/motd'), 'utf8')).toContain('test-app');
      for (const own of ['var/lib/tarantool', 'var/run/tarantool'])
        expect((await stat(join(image.rootfs, own))).isDirectory()).toBe(true);
      expect(await temporaryFiles()).toEqual([]);
      const { images, containers } = await builder.left();
      expect(containers).toBe(0);
      expect(images.filter(left => left !== '<none>:<none>').sort()).toEqual([
        'docker.io/library/test-app-build:latest',
        'docker.io/library/test-app:1',
        'docker.io/team/test-app:1',
        base,
      ]);
    });

    // docker and buildah take the same words as podman; the test above shows that they do.
    if (name !== 'podman') return;

    test.runIf(registryIsInstalled)('the image goes through a registry', async () => {
      await using registry = await startRegistry();
      const tag = `${registry.host}/team/test-app:0.1.0`;
      expect((await start('--tag', tag, '--no-build')).exitCode).toBe(0);
      await execa('podman', ['push', '--tls-verify=false', tag], { env: builder.env });
      const store = openImageStore(join(folder, 'pulled'));
      await store.pull(tag);
      const { config, rootfs } = await store.unpack(tag);
      expect(config.config).toMatchObject({
        User: '1200:1200',
        Cmd: [expect.any(String), expect.any(String)],
      });
      expect(await readdir(join(rootfs, 'usr/share/tarantool/test-app'))).toContain('init.lua');
    });

    test('builds rocks anew only when the rockspec has changed', async () => {
      const first = await start('--tag', 'test-app:1');
      expect(first.exitCode).toBe(0);
      await writeFile(join(app, 'init.lua'), 'return true\n');
      const again = await start('--tag', 'test-app:2', '--verbose');
      expect(again.stderr).toMatch(/--only-deps test-app-scm-1.rockspec\n +-+> Using cache/);
    });

    test.each([
      ['Dockerfile.cartridge', 'Created'],
      ['Dockerfile.build.cartridge', 'Application was successfully built'],
    ])('tells where %s breaks and leaves nothing', async (file, never) => {
      await writeBase(file, 'RUN echo half > /half', 'RUN echo "no such package: libfoo" >&2; exit 7');
      const packed = await start('--tag', 'broken:1', '--no-cache');
      expect(packed.exitCode).toBe(1);
      expect(packed.stderr).toContain('no such package: libfoo');
      expect(packed.stderr).not.toContain(never);
      expect(await temporaryFiles()).toEqual([]);
      const after = await builder.left();
      expect(after.containers).toBe(0);
      expect(after.images).not.toContain('docker.io/library/broken:1');
      expect(after.images.filter(image => image.includes('cartridge-pack'))).toEqual([]);
    });

    test('says that a base has no Tarantool', async () => {
      await writeBase('Dockerfile.cartridge', 'RUN rm /usr/bin/tarantool');
      const packed = await start('--tag', 'broken:1');
      expect(packed.exitCode).toBe(1);
      expect(packed.stderr).toContain(`The image of ${join(app, 'Dockerfile.cartridge')} has no tarantool. `);
    });

    test('takes Tarantool from an SDK', async () => {
      const sdk = join(folder, 'sdk');
      await writeProgram(join(sdk, 'tarantool'), '#!/bin/sh\necho "Tarantool of the SDK"\n');
      await cp(join(root, 'usr/bin/tarantoolctl'), join(sdk, 'tarantoolctl'));
      const without = ['RUN rm /usr/bin/tarantool /usr/bin/tarantoolctl'];
      await writeBase('Dockerfile.cartridge', ...without);
      await writeBase('Dockerfile.build.cartridge', ...without);
      const archive = join(folder, 'image.tar');
      const packed = await start('--tag', 'test-app:sdk', '--sdk-path', sdk, '--filename', archive);
      expect(packed.stderr).toContain('Application was successfully packed');
      const { config, home } = await unpack(archive, 'test-app:sdk');
      expect(await readFile(join(home, 'tarantool'), 'utf8')).toContain('of the SDK');
      expect(config?.Env?.find(variable => variable.startsWith('PATH='))).toBe(
        'PATH=/usr/share/tarantool/test-app:/usr/bin:/bin',
      );
    });

    test('stopped in the middle, leaves no container, no image and no file', async () => {
      // A time that no other sleep has.
      const pause = `sleep ${100_000 + process.pid}`;
      await writeBase('Dockerfile.build.cartridge', `RUN ${pause}; true`);
      const packing = start('--tag', 'never:1');
      await pollUntil({ until: 'the build waits' }, async () => {
        const { stdout } = await execa('ps', ['-eo', 'args']);
        if (!stdout.split('\n').includes(pause)) throw new Error('it does not yet');
      });
      packing.kill('SIGTERM');
      const { exitCode, stderr } = await packing;
      expect(stderr).toContain('Packing was stopped: there is no image');
      expect(exitCode).toBe(130);
      expect(await temporaryFiles()).toEqual([]);
      await pollUntil({ until: 'no container is left' }, async () => {
        const { images, containers } = await builder.left();
        if (containers > 0 || images.some(image => image.includes('never'))) throw new Error('there is one');
      });
    });
  });
});
