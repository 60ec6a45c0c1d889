import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { projectVersion, repository } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { formatNotices, noticesName, thirdPartyPackages } from '../../scripts/build/third-party.ts';
import { buildOperatorImage } from '../../scripts/images/project-images.ts';
import { writeSbom } from '../../scripts/images/sbom.ts';
import { openBuilder, type TestBuilder, usableBuilders } from './support/builders.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operator-image-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the list of what is in the image is that of the bundle, and Node', async () => {
  const file = join(folder, 'sbom.json');
  await writeSbom({ version: projectVersion, nodeVersion: '20.20.2', file });
  const { components } = JSON.parse(await readFile(file, 'utf8')) as {
    components: Array<{ group?: string; name: string; version: string; licenses?: object[] }>;
  };
  const listed = components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
  // The bundler names in a comment each file it took.
  const bundle = await readFile(join(repository, 'dist/operator/main.mjs'), 'utf8');
  const taken = [...bundle.matchAll(/^\s*\/\/ (?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm)];
  expect([...new Set(listed)].sort()).toEqual([...new Set(taken.map(([, name]) => name)), 'node'].sort());
  for (const { name, licenses } of components.filter(component => component.name !== 'node'))
    expect(licenses, name).not.toEqual([]);
});

test('it carries the terms of each of them', async () => {
  const { inputs } = JSON.parse(await readFile(join(repository, 'dist/.stamps/operator.json'), 'utf8'));
  const notices = await readFile(join(repository, 'dist/operator', noticesName), 'utf8');
  const packages = thirdPartyPackages(Object.keys(inputs));
  expect(packages.length).toBeGreaterThan(5);
  for (const { name, version, license, folder } of packages) {
    expect(notices).toContain(`\n${name} ${version} (${license})\n`);
    const files = await readdir(join(repository, folder));
    const terms = files.find(file => /^licen[cs]e(\.md|\.txt)?$/i.test(file));
    const text = await readFile(join(repository, folder, terms ?? 'LICENSE'), 'utf8');
    expect(notices, name).toContain(text.replaceAll('\r\n', '\n').trim());
  }
});

test('what gives no terms is not bundled, unless it names those that everyone knows', async () => {
  const written = async (name: string, license: string) => {
    const at = join(folder, 'node_modules', name);
    await mkdir(at, { recursive: true });
    const author = 'A. Author <a@example.com>';
    await writeFile(join(at, 'package.json'), JSON.stringify({ name, version: '1.0.0', license, author }));
    return formatNotices(thirdPartyPackages([join(at, 'index.js')]));
  };
  expect(await written('without-text', 'MIT')).toMatch(
    /without-text 1\.0\.0 \(MIT\)\n\nCopyright \(c\) A\. Author .*\n\nPermission is hereby granted/,
  );
  await expect(written('without-terms', 'ISC')).rejects.toThrow('without-terms has no file with its license');
});

const usable = (await usableBuilders()).filter(name => name !== 'docker');

// Without podman, or without root, there is no store that a test could fill and empty.
describe.each(usable)('the image by %s', name => {
  let builder: TestBuilder;
  beforeAll(async () => {
    builder = await openBuilder(name);
    for (const [key, value] of Object.entries(builder.env)) vi.stubEnv(key, value);
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /base\nENV PATH=/usr/bin\n');
    podman('build', '--tag', 'localhost/base:test', folder);
  });
  afterAll(async () => {
    await builder?.[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
  });
  afterEach(() => podman('rmi', 'localhost/operator:test'));

  const podman = (...args: string[]) => execFileSync('podman', args, { env: process.env, encoding: 'utf8' });
  const build = async () => {
    const found = await findImageBuilder(name);
    await buildOperatorImage({ builder: found, base: 'localhost/base:test', tag: 'localhost/operator:test' });
    return JSON.parse(podman('image', 'inspect', 'localhost/operator:test'))[0];
  };

  test('starts without a shell, as a number, and says what it is', async () => {
    const { Config } = await build();
    expect(Config).toMatchObject({
      User: '65532:65532',
      Entrypoint: ['node', '/usr/lib/tarantool-operator/main.mjs'],
      Labels: {
        'org.opencontainers.image.title': 'tarantool-operator',
        'org.opencontainers.image.version': projectVersion,
        'org.opencontainers.image.licenses': 'BSD-2-Clause',
        'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{7}$|^unknown$/),
        'org.opencontainers.image.base.name': 'localhost/base:test',
      },
    });
    expect(Config.Cmd ?? []).toEqual([]);
  });

  test('holds the program, its license and those of others', async () => {
    await build();
    const root = podman('image', 'mount', 'localhost/operator:test').trim();
    try {
      for (const [file, source] of [
        ['usr/lib/tarantool-operator/main.mjs', 'dist/operator/main.mjs'],
        ['usr/share/doc/tarantool-operator/LICENSE', 'LICENSE'],
        [`usr/share/doc/tarantool-operator/${noticesName}`, `dist/operator/${noticesName}`],
      ] as const)
        expect(await readFile(join(root, file), 'utf8')).toBe(
          await readFile(join(repository, source), 'utf8'),
        );
    } finally {
      podman('image', 'unmount', 'localhost/operator:test');
    }
  });

  test('is the same image again', async () => {
    const first = await build();
    podman('rmi', 'localhost/operator:test');
    expect((await build()).Id).toBe(first.Id);
  });
});
