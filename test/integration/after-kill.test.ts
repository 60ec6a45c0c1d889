import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type GuideCluster,
  getObjects,
  isReady,
  pollUntil,
  startGuideCluster,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Identity, readIdentity, untilSame, writeConfig } from './support/kept.ts';
import { processesOf, processOfPod } from './support/processes.ts';

const namespace = 'tarantool';

/** One cluster, killed in one part after the other; each time the same pods come back with what was written before. */
describe('after kill -9', () => {
  let cluster: GuideCluster;
  let before: Identity;

  beforeAll(async () => {
    cluster = await startGuideCluster();
    await writeConfig(cluster, 'written: once');
    before = await readIdentity(cluster);
    expect(before).toMatchObject({
      pods: { 'routers-0-0': expect.any(String), 'storages-0-0': expect.any(String) },
      section: 'written: once',
    });
  });
  afterAll(() => cluster?.stop());

  test.each(['routers-0-0', 'storages-0-0', 'storages-0-1'])(
    'of the instance in %s, right after a write, it is back',
    async pod => {
      const { pid } = await processOfPod(cluster.home, pod);
      before = { ...before, section: `written: before ${pod} was killed` };
      await writeConfig(cluster, before.section);
      process.kill(pid, 'SIGKILL');
      await pollUntil({ until: `another process runs ${pod}` }, async () => {
        expect((await processOfPod(cluster.home, pod)).pid).not.toBe(pid);
      });
      await untilSame(cluster, before);
    },
  );

  test('of the operator the pods run on, and it works again', async () => {
    const operator = await operatorPod();
    const { pid } = await processOfPod(cluster.home, operator);
    process.kill(pid, 'SIGKILL');
    await pollUntil({ until: 'another operator process runs' }, async () => {
      expect((await processOfPod(cluster.home, operator)).pid).not.toBe(pid);
    });
    const instances = await pidsOfInstances();
    await cluster.kubectl('delete', 'service', 'test-app', '--namespace', namespace);
    await pollUntil({ until: 'the operator has made the Service again' }, () =>
      cluster.kubectl('get', 'service', 'test-app', '--namespace', namespace),
    );
    expect(await pidsOfInstances()).toEqual(instances);
    await untilSame(cluster, before);
  });

  test('of the local cluster, right after a write, everything is back', async () => {
    const { cluster: killed } = await readRun();
    await cluster.kubectl('create', 'configmap', 'kept', '--from-literal', 'answer=42', '-n', namespace);
    process.kill(killed.pid, 'SIGKILL');
    await pollUntil({ until: 'another process serves the API' }, async () => {
      expect((await readRun()).cluster.pid).not.toBe(killed.pid);
    });
    await untilSame(cluster, before);
    const format = 'jsonpath={.data.answer}';
    expect(await cluster.kubectl('get', 'configmap', 'kept', '-n', namespace, '-o', format)).toBe('42');
  });

  test('of everything at once nothing runs on, and the next up brings it back', async () => {
    for (const { pid } of await processesOf(cluster.home)) process.kill(pid, 'SIGKILL');
    await pollUntil({ until: 'no process is left' }, async () => {
      expect(await processesOf(cluster.home)).toEqual([]);
    });
    await cluster.up();
    await untilSame(cluster, before);
  });

  test('of the command that keeps it everything ends, and the next up brings it back', async () => {
    process.kill((await readRun()).up.pid, 'SIGKILL');
    await pollUntil({ until: 'no process is left' }, async () => {
      expect(await processesOf(cluster.home)).toEqual([]);
    });
    await cluster.up();
    await untilSame(cluster, before);
  });

  async function operatorPod(): Promise<string> {
    const pods = await getObjects(cluster, namespace, 'pods');
    const operator = pods.find(({ metadata }) => metadata.name.startsWith('tarantool-operator-'));
    if (operator === undefined || !isReady(operator)) throw new Error('No operator is Ready');
    return operator.metadata.name;
  }

  async function pidsOfInstances(): Promise<number[]> {
    const processes = await Promise.all(Object.keys(before.pods).map(pod => processOfPod(cluster.home, pod)));
    return processes.map(({ pid }) => pid);
  }

  async function readRun(): Promise<{ up: { pid: number }; cluster: { pid: number } }> {
    return JSON.parse(await readFile(join(cluster.home, 'run.json'), 'utf8'));
  }
});
