import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { findTools, pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBundle } from '../../scripts/bundle/write-bundle.ts';
import { operatorTag } from '../../scripts/images/project-images.ts';
import { type Guide, namespace, openGuide, version } from '../guide/support/guide.ts';
import { firstImage, packApp } from '../guide/support/pack-app.ts';
import { readCommands, unpackBundle } from '../integration/support/install-guide.ts';
import { kubeconfig } from './src/folders.ts';
import { inside, insideNetwork } from './src/holder.ts';
import { containerdSocket } from './src/node.ts';
import { startRegistry } from './src/registry.ts';

const outside = '1.1.1.1';

/** INSTALL.md of the bundle, typed in the network of a cluster that has no route to anywhere. */
describe('installation from the bundle', () => {
  let guide: Guide;
  let folder: string;
  let unpacked: string;
  let env: string[];
  let defaultRoute: string;

  beforeAll(async () => {
    guide = await openGuide();
    folder = await mkdtemp(join(tmpdir(), 'bundle-test-'));
    unpacked = await carryInside();
    env = await makeMachine();
    await startRegistry();
    await forgetImages();
    defaultRoute = (await insideNetwork(['ip', 'route', 'show', 'default'])).stdout.trim();
    await insideNetwork(['ip', 'route', 'del', 'default']);
  });
  afterAll(async () => {
    if (defaultRoute) await insideNetwork(['ip', 'route', 'replace', ...defaultRoute.split(/\s+/)]);
    await guide?.stop();
    await execa('podman', ['rmi', '--all', '--force'], { env: storage(), reject: false });
    await execa('umount', [join(folder, 'store/overlay')], { reject: false });
    await rm(folder, { recursive: true, force: true });
  });

  test('there is no way out of the node', async () => {
    await expect(insideNetwork(['ip', 'route', 'get', outside])).rejects.toThrow('Network is unreachable');
  });

  test('what INSTALL.md says brings the cluster up', async () => {
    const sections = await readCommands(unpacked);
    expect(sections.map(({ commands }) => commands.length)).toEqual([1, 6, 2, 3, 0]);
    for (const line of sections.flatMap(({ commands }) => commands)) {
      await insideNetwork(['env', ...env, 'sh', '-c', `cd ${unpacked} && ${line}`]).catch(cause => {
        throw new Error(`INSTALL.md says: ${line}`, { cause });
      });
    }
    await guide.untilReady(90);
  });

  test('all images were pulled from the internal registry', async () => {
    const path = '{range .items[*]}{.spec.containers[0].image}{"\\n"}{end}';
    const pods = ['get', 'pods', '--namespace', namespace, '--output', `jsonpath=${path}`];
    const images = new Set((await guide.cluster.kubectl(...pods)).trim().split('\n'));
    expect([...images].sort()).toEqual([
      `localhost:5000/tarantool-operator:${version}`,
      'localhost:5000/test-app:0.1.0-0-g68f6117',
    ]);
    const events = await guide.cluster.kubectl('get', 'events', '--namespace', namespace);
    for (const image of images) expect(events).toContain(`Successfully pulled image "${image}"`);
  });

  test('there is no way out of a pod', async () => {
    const connect = `require('net').connect(443, '${outside}')
      .on('connect', () => console.log('connected')).on('error', ({ code }) => console.log(code))`;
    const target = ['exec', '--namespace', namespace, 'deployment/tarantool-operator'];
    await pollUntil({ until: 'a pod was asked' }, async () => {
      const answer = await guide.cluster.kubectl(...target, '--', 'node', '--eval', connect);
      expect(answer.trim()).toMatch(/^E(NET|HOST)UNREACH$/);
    });
  });

  /** The bundle, and beside it the application's image, as the guide says. */
  async function carryInside(): Promise<string> {
    const builder = await findImageBuilder();
    const image = join(folder, 'operator.tar');
    await builder.save({ tag: operatorTag, archive: image });
    const { helm } = await findTools();
    const archive = await writeBundle({ version, helm, image, output: folder });
    const inner = join(folder, 'inside');
    await mkdir(inner);
    const target = await unpackBundle(archive, inner);
    await packApp(guide.cluster, firstImage);
    const app = join(folder, 'app.tar');
    await builder.save({ tag: firstImage, archive: app });
    await copyFile(app, join(target, 'images/test-app.tar'));
    return target;
  }

  /** A machine that has the tools the guide asks for, and no image but those it loads. */
  async function makeMachine(): Promise<string[]> {
    const programs = join(folder, 'bin');
    await mkdir(programs);
    await writeFile(join(programs, 'docker'), '#!/bin/sh\nexec podman "$@"\n');
    await chmod(join(programs, 'docker'), 0o755);
    const registries = join(folder, 'registries.conf');
    await writeFile(registries, '[[registry]]\nlocation = "localhost:5000"\ninsecure = true\n');
    const store = { runroot: join(folder, 'run'), graphroot: join(folder, 'store') };
    const lines = Object.entries({ driver: 'overlay', ...store }).map(
      ([key, value]) => `${key} = "${value}"`,
    );
    await writeFile(join(folder, 'storage.conf'), `[storage]\n${lines.join('\n')}\n`);
    const { kubectl, helm } = await findTools();
    const path = [programs, dirname(kubectl), dirname(helm), process.env.PATH].join(':');
    const all = { ...storage(), CONTAINERS_REGISTRIES_CONF: registries, KUBECONFIG: kubeconfig, PATH: path };
    return Object.entries(all).map(([key, value]) => `${key}=${value}`);
  }

  function storage(): Record<string, string> {
    return { CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf') };
  }

  /** Other tests put images of these names on the same node. */
  async function forgetImages(): Promise<void> {
    const images = [
      `localhost:5000/tarantool-operator:${version}`,
      'localhost:5000/test-app:0.1.0-0-g68f6117',
    ];
    const remove = ['ctr', '--address', containerdSocket, '--namespace', 'k8s.io', 'images', 'rm', ...images];
    await inside(remove, { reject: false });
  }
});
