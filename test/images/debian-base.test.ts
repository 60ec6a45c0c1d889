import { mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildDebianBase, findDebianObstacle } from '../../scripts/images/debian-base.ts';
import { readNodeVersion } from '../../scripts/images/node-version.ts';
import {
  processLimits,
  startBareApi,
  startOperatorContainer,
  untilOperatorReady,
} from '../../scripts/images/operator-container.ts';
import { buildOperatorImage } from '../../scripts/images/project-images.ts';
import { openBuilder, type TestBuilder, usableBuilders } from './support/builders.ts';

const image = 'localhost/operator-on-debian:test';
const obstacle = (await usableBuilders()).includes('podman')
  ? await findDebianObstacle()
  : 'there is no podman, or no root, for a store that a test could fill and empty';
const title = "the operator's image on a base made with debootstrap, by podman";
if (obstacle !== undefined) console.warn(`Not run: ${title}: ${obstacle}`);

describe.skipIf(obstacle !== undefined)(obstacle === undefined ? title : `${title} (${obstacle})`, () => {
  let folder: string;
  let builder: TestBuilder;
  let base: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'debian-base-test-'));
    builder = await openBuilder('podman');
    for (const [key, value] of Object.entries(builder.env)) vi.stubEnv(key, value);
    // No runtime is asked to isolate what a build runs: it works in a container too.
    vi.stubEnv('BUILDAH_ISOLATION', 'chroot');
    const podman = await findImageBuilder('podman');
    base = await buildDebianBase(podman);
    await buildOperatorImage({ builder: podman, base, tag: image });
  }, 300_000);
  afterAll(async () => {
    await builder?.[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  test('is a Debian with a node that is new enough', async () => {
    const version = await readNodeVersion(await findImageBuilder('podman'), base);
    expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(20);
    const { stdout } = await run('--entrypoint=["cat","/etc/os-release"]', image);
    expect(stdout).toMatch(/^ID=debian$/m);
  });

  test('serves /healthz and /readyz as the user of the image, with no right and on a root nobody can write', async () => {
    await using api = await startBareApi(await mkdtemp(join(folder, 'api-')));
    await using container = await startOperatorContainer(image, api);
    await untilOperatorReady(container);
    expect((await fetch(`${container.health}/healthz`)).status).toBe(200);
    const proc = (file: string) => readFile(`/proc/${container.pid}/${file}`, 'utf8');
    const status = await proc('status');
    expect(status).toMatch(/^Uid:\t65532\t65532\t65532\t65532$/m);
    expect(status).toMatch(/^Gid:\t65532\t65532\t65532\t65532$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(await proc('mountinfo')).toMatch(/^\d+ \d+ \S+ \S+ \/ ro[, ]/m);
    // No shell stands between the container and the program.
    expect(await readlink(`/proc/${container.pid}/exe`)).toBe('/usr/bin/node');
    expect(await proc(`task/${container.pid}/children`)).toBe('');
  });

  test('says so where there is no cluster, and ends', async () => {
    const { exitCode, stdout } = await run('--env=WATCH_NAMESPACE=default', image);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      msg: 'Could not start',
      error: expect.stringContaining('No kubeconfig'),
    });
  });

  const run = (...args: string[]) =>
    execa('podman', ['run', '--rm', '--read-only', '--cap-drop=all', ...processLimits, ...args], {
      env: builder.env,
      reject: false,
    });
});
