import type { Pod } from '@cartridge-on-kubernetes/api';
import { resources } from '@cartridge-on-kubernetes/observe';
import { NAMESPACE } from '@cartridge-on-kubernetes/planner/testing';
import { expect, test } from 'vitest';
import type { Layout } from './history.ts';
import { Stage } from './stage.ts';

const guide: Layout = { routers: 1, routerReplicas: 1, storages: 1, storageReplicas: 2 };
const large: Layout = { routers: 2, routerReplicas: 2, storages: 2, storageReplicas: 3 };
const seeds = [1, 2, 3, 4];

/** A stage with one operator, on which this is wanted. */
function set(seed: number, layout: Layout): Stage {
  const stage = new Stage(seed);
  stage.world.install(layout);
  stage.world.operators.start();
  return stage;
}

async function expectSettled(stage: Stage): Promise<void> {
  expect(await stage.settle(), stage.conditionText).toBe(true);
  expect(stage.world.cartridge.clusters).toHaveLength(1);
  await stage.stayIdle();
}

/** Instances that have not joined, by what the status says. */
function outside({ cluster }: Stage): string[] | undefined {
  return cluster?.status?.instances?.filter(({ joined }) => !joined).map(({ name }) => name);
}

function namesOfPods({ world }: Stage): string[] {
  return world.kubernetes.pods().map(({ metadata }) => metadata.name);
}

/** Uids of the pods that run, by name. */
function runningPods({ world }: Stage): Record<string, string | undefined> {
  const running = world.kubernetes.pods().filter(({ status }) => status?.phase === 'Running');
  return Object.fromEntries(running.map(({ metadata }: Pod) => [metadata.name, metadata.uid]));
}

test.each(seeds)(
  '%d: the cluster of the guide is Ready after some changes, and then nothing is sent',
  async seed => {
    const stage = set(seed, guide);
    await expectSettled(stage);
    // joins of the first instances and of the later ones, bootstrap, failover
    expect(stage.world.cartridge.mutations).toBeLessThan(8);
  },
);

test.each(seeds)(
  '%d: after fewer replicas everything may restart, and more bring everything back',
  async seed => {
    const stage = set(seed, large);
    await expectSettled(stage);
    const all = namesOfPods(stage);
    stage.world.install({ ...large, routerReplicas: 1, storageReplicas: 1 });
    await stage.settle();
    const kept = namesOfPods(stage);
    const gone = all.filter(name => !kept.includes(name));
    expect(gone).toHaveLength(6);
    for (const name of kept) stage.world.kubernetes.deletePod(name);
    stage.world.kubernetes.loseVolume(gone[seed % gone.length] ?? '');
    await stage.settle();
    stage.world.install(large);
    await expectSettled(stage);
    const members = [...(stage.world.cartridge.clusters[0]?.members.values() ?? [])];
    expect(members.filter(({ disabled }) => disabled)).toEqual([]);
  },
);

test.each(seeds)('%d: pods that are stuck at the first join stop none of the others', async seed => {
  const stage = set(seed, large);
  const names = ['routers-0-0', 'routers-1-1', 'storages-0-0', 'storages-0-1', 'storages-1-2'];
  const stuck = names.filter((_, index) => (seed >> index) % 2 === 0);
  for (const name of stuck) stage.world.kubernetes.kubelet.stick(name);
  await stage.settle(() => true);
  expect(outside(stage)).toEqual(stuck);
  stage.world.kubernetes.kubelet.unstickAll();
  await expectSettled(stage);
});

test.each(seeds)('%d: one stuck pod is told of, and the buckets are distributed without it', async seed => {
  const stage = set(seed, { ...guide, routers: 2, storages: 2 });
  const stuck = ['routers-1-0', 'storages-0-1', 'storages-1-0', 'storages-1-1'][seed % 4] ?? '';
  stage.world.kubernetes.kubelet.stick(stuck);
  await stage.settle(() => true);
  expect(outside(stage)).toEqual([stuck]);
  expect(stage.cluster?.status?.problems?.map(({ reason }) => reason)).toEqual(['PodPending']);
  expect(stage.world.cartridge.clusters[0]?.bootstrapped).toBe(true);
});

test.each(seeds)(
  '%d: a corrected template reaches pods that could not start, and none that ran',
  async seed => {
    const wide: Layout = { ...guide, routerReplicas: 2, storageReplicas: 3 };
    const tooLarge = seed % 2 === 0 ? 'routers' : 'storages';
    const stage = set(seed, guide);
    await stage.settle();
    // Running pods keep their template; pods added by the larger replica counts get the template that fits no node.
    stage.world.install({ ...wide, tooLarge });
    await stage.settle(() => true);
    const before = runningPods(stage);
    stage.world.install(wide);
    await expectSettled(stage);
    expect(runningPods(stage)).toMatchObject(before);
  },
);

test.each(seeds)('%d: two operators that overlap do no harm', async seed => {
  const stage = set(seed, guide);
  const { operators, kubernetes } = stage.world;
  await stage.pass(seed * 2);
  operators.start();
  await stage.pass(5);
  stage.world.install(large);
  await stage.pass(1 + seed / 5);
  // Longer than the Lease: the first operator halts in the middle of a pass, and the second takes over meanwhile.
  operators.suspend(0, 90);
  await stage.pass(70);
  kubernetes.deletePod('storages-0-0');
  await stage.pass(60);
  expect(new Set(stage.leaders).size).toBe(2);
  await expectSettled(stage);
  expect(kubernetes.api.get(resources.pods, NAMESPACE, 'storages-1-2')).toBeDefined();
});
