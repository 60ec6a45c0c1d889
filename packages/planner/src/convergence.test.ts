import type { Cluster, Pod } from '@cartridge-on-kubernetes/api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLUSTER_NAME, guideRoles, type RoleValues } from '../testing/manifests.ts';
import { TOO_LARGE, WorldModel } from '../testing/model/world-model.ts';
import { isCartridgeAction } from './plan/action.ts';

const MOST_PASSES = 60;
/** Failed actions wait up to a minute, so quiet is longer than that. */
const QUIET_PASSES = 7;
function runUntilQuiet(world: WorldModel): void {
  let quiet = 0;
  for (let pass = 0; pass < MOST_PASSES && quiet < QUIET_PASSES; pass++) {
    world.elapse(10);
    quiet = world.pass().actions.length === 0 ? quiet + 1 : 0;
  }
}

function stateOf(world: WorldModel): string | undefined {
  return world.kubernetes.read<Cluster>('Cluster', CLUSTER_NAME)?.status?.state;
}

function expectQuiet(world: WorldModel): void {
  world.elapse(10);
  const { actions, statuses, events } = world.pass();
  expect({ actions, statuses, events }).toEqual({ actions: [], statuses: [], events: [] });
}

const layouts = fc.record({
  routers: fc.integer({ min: 1, max: 2 }),
  routerReplicas: fc.integer({ min: 1, max: 2 }),
  storages: fc.integer({ min: 1, max: 3 }),
  storageReplicas: fc.integer({ min: 1, max: 3 }),
});

function rolesOf(
  { routers, routerReplicas, storages, storageReplicas }: Record<string, number>,
  isTooLarge: Record<string, boolean> = {},
): RoleValues[] {
  const roles: RoleValues[] = [
    {
      name: 'routers',
      replicasets: routers ?? 1,
      replicas: routerReplicas ?? 1,
      roles: ['vshard-router', 'app.roles.custom'],
    },
    {
      name: 'storages',
      replicasets: storages ?? 1,
      replicas: storageReplicas ?? 1,
      roles: ['vshard-storage'],
    },
  ];
  return roles.map(role => (isTooLarge[role.name] ? { ...role, image: TOO_LARGE } : role));
}

/** Uids of the pods that run, by name. */
function runningPods(world: WorldModel): Record<string, string | undefined> {
  const running = world.kubernetes.list<Pod>('Pod').filter(({ status }) => status?.phase === 'Running');
  return Object.fromEntries(running.map(({ metadata }) => [metadata.name, metadata.uid]));
}

type Disturbance =
  | { kind: 'delete_pod' | 'lose_volume' | 'stick' | 'unstick' | 'restart_in_place'; pick: number }
  | { kind: 'install'; layout: Record<string, number> }
  | { kind: 'crash'; after: number }
  | { kind: 'pass' }
  | { kind: 'wait'; seconds: number };

const calm: fc.Arbitrary<Disturbance> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('delete_pod', 'stick', 'unstick', 'restart_in_place'),
    pick: fc.nat(20),
  }),
  fc.record({ kind: fc.constant('install'), layout: layouts }),
  fc.record({ kind: fc.constant('crash'), after: fc.nat(4) }),
  fc.constant({ kind: 'pass' } as const),
  fc.record({ kind: fc.constant('wait'), seconds: fc.constantFrom(5, 30) }),
) as fc.Arbitrary<Disturbance>;

function disturb(world: WorldModel, disturbance: Disturbance): void {
  switch (disturbance.kind) {
    case 'install':
      world.install(rolesOf(disturbance.layout));
      return;
    case 'crash':
      world.pass({ crashAfter: disturbance.after });
      return;
    case 'pass':
      world.pass();
      return;
    case 'wait':
      world.elapse(disturbance.seconds);
      return;
  }
  const pods = namesOfPods(world);
  const name = pods[disturbance.pick % Math.max(1, pods.length)];
  if (name === undefined) return;
  if (disturbance.kind === 'delete_pod') world.deletePod(name);
  if (disturbance.kind === 'lose_volume') world.loseVolume(name);
  if (disturbance.kind === 'restart_in_place') world.cartridge.stop(name);
  if (disturbance.kind === 'stick') world.stuck.add(name);
  if (disturbance.kind === 'unstick') world.stuck.delete(name);
}

describe('whatever happens on the way', () => {
  test('the cluster converges, is one, and then nothing is sent', () => {
    fc.assert(
      fc.property(layouts, fc.array(calm, { maxLength: 12 }), (layout, disturbances) => {
        const world = new WorldModel(rolesOf(layout));
        for (const disturbance of disturbances) {
          disturb(world, disturbance);
          world.elapse(1);
        }
        world.stuck.clear();
        // Members that were scaled away block every change until they are back, as Cartridge has it.
        world.install(rolesOf(widest([layout, ...disturbances.flatMap(layoutOf)])));
        runUntilQuiet(world);
        expect(stateOf(world)).toBe('Ready');
        expect(world.cartridge.clusters.length).toBe(1);
        expectQuiet(world);
      }),
      { numRuns: 60 },
    );
  });

  test('no data is lost and no second cluster is made when volumes are lost too', () => {
    const losses = fc.record({ kind: fc.constant('lose_volume' as const), pick: fc.nat(20) });
    fc.assert(
      fc.property(
        layouts,
        fc.boolean(),
        fc.array(fc.oneof(calm, losses), { maxLength: 15 }),
        (layout, isOld, disturbances) => {
          const world = new WorldModel(rolesOf(layout));
          if (isOld) runUntilQuiet(world);
          for (const disturbance of disturbances) {
            disturb(world, disturbance);
            world.elapse(1);
            world.pass();
          }
          world.stuck.clear();
          runUntilQuiet(world);
          expect(world.cartridge.clusters.length).toBeLessThanOrEqual(1);
          expect(world.cartridge.clusters.flatMap(cluster => cluster.dataLost)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('what a plan has not seen happen costs no data and makes no second cluster', () => {
    const restarts = fc.record({
      kind: fc.constantFrom('delete_pod', 'restart_in_place'),
      pick: fc.nat(20),
    }) as fc.Arbitrary<Disturbance>;
    const losses = fc.record({ kind: fc.constant('lose_volume' as const), pick: fc.nat(20) });
    const step = fc.record({
      change: fc.option(layouts),
      restarts: fc.array(restarts, { maxLength: 2 }),
      // A new volume takes longer to come than a plan to be carried out.
      losses: fc.array(losses, { maxLength: 1 }),
    });
    fc.assert(
      fc.property(layouts, fc.array(step, { maxLength: 12 }), (layout, steps) => {
        const world = new WorldModel(rolesOf(layout));
        for (const { change, restarts, losses } of steps) {
          if (change !== null) world.install(rolesOf(change));
          world.elapse(3);
          const meanwhile = (): void => {
            for (const disturbance of restarts) disturb(world, disturbance);
            world.elapse(1);
            for (const disturbance of losses) disturb(world, disturbance);
          };
          world.pass({ meanwhile });
          world.pass();
        }
        expect(world.cartridge.clusters.length).toBeLessThanOrEqual(1);
        // Who is booted while its leader restarts waits for it.
        expect(world.cartridge.clusters.flatMap(cluster => cluster.startedEmpty)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('after fewer replicas everything may restart, and more of them bring everybody back', () => {
    fc.assert(
      fc.property(layouts, layouts, fc.array(fc.nat(20), { maxLength: 2 }), (before, after, wiped) => {
        const many = widest([before, after]);
        const few = narrowest([before, after], many);
        const world = new WorldModel(rolesOf(many));
        runUntilQuiet(world);
        const pods = namesOfPods(world);
        world.install(rolesOf(few));
        runUntilQuiet(world);
        const kept = namesOfPods(world);
        for (const name of kept) world.deletePod(name);
        const gone = pods.filter(name => !kept.includes(name));
        for (const pick of wiped) if (gone.length > 0) world.loseVolume(gone[pick % gone.length] ?? '');
        runUntilQuiet(world);
        expect(stateOf(world)).toBe('Ready');
        world.install(rolesOf(many));
        runUntilQuiet(world);
        expect(stateOf(world)).toBe('Ready');
        const { members = new Map(), dataLost } = world.cartridge.clusters[0] ?? {};
        expect([...members.values()].filter(member => member.disabled)).toEqual([]);
        expect(dataLost).toEqual([]);
        expectQuiet(world);
      }),
      { numRuns: 25 },
    );
  });

  test('whoever is stuck at the first join, the others join, and all of them once they can', () => {
    const crashes = fc.array(fc.nat(6), { maxLength: 3 });
    fc.assert(
      fc.property(layouts, fc.array(fc.nat(20), { maxLength: 9 }), crashes, (layout, picks, crashAfter) => {
        const roles = rolesOf(layout);
        const world = new WorldModel(roles);
        const names = namesOf(roles);
        for (const pick of picks) world.stuck.add(names[pick % names.length] ?? '');
        for (const actions of crashAfter) {
          world.elapse(10);
          world.pass({ crashAfter: actions });
        }
        runUntilQuiet(world);
        expect(outsideOf(world)).toEqual(names.filter(name => world.stuck.has(name)));
        expectQuiet(world);
        for (const name of names.filter(name => world.stuck.has(name))) {
          world.stuck.delete(name);
          world.elapse(1);
          world.pass();
          expect(world.cartridge.clusters.length).toBeLessThanOrEqual(1);
        }
        runUntilQuiet(world);
        expect(stateOf(world)).toBe('Ready');
        expect(world.cartridge.clusters.length).toBe(1);
        expectQuiet(world);
      }),
      { numRuns: 60 },
    );
  });

  test('a corrected template reaches who could not start, and no pod that ran', () => {
    const tooLarge = fc.record({ routers: fc.boolean(), storages: fc.boolean() });
    fc.assert(
      fc.property(layouts, fc.boolean(), tooLarge, (layout, isNew, isTooLarge) => {
        const world = new WorldModel(isNew ? rolesOf(layout, isTooLarge) : rolesOf(layout));
        runUntilQuiet(world);
        // Pods that run keep their template, and those that more replicas add get the one of too much.
        const wide = { ...layout, routerReplicas: 2, storageReplicas: 3 };
        world.install(rolesOf(wide, isTooLarge));
        runUntilQuiet(world);
        const before = runningPods(world);
        world.install(rolesOf(wide));
        runUntilQuiet(world);
        expect(stateOf(world)).toBe('Ready');
        expect(runningPods(world)).toMatchObject(before);
        expect(world.cartridge.clusters.length).toBe(1);
        expectQuiet(world);
      }),
      { numRuns: 40 },
    );
  });

  test('one stuck pod stops nobody else', () => {
    fc.assert(
      fc.property(layouts, fc.nat(20), (layout, pick) => {
        const roles = rolesOf({ ...layout, routers: 2, storages: 2 });
        const world = new WorldModel(roles);
        const names = namesOf(roles);
        const stuck = names[pick % names.length] ?? '';
        world.stuck.add(stuck);
        runUntilQuiet(world);
        const cluster = world.kubernetes.read<Cluster>('Cluster', CLUSTER_NAME);
        expect(outsideOf(world)).toEqual([stuck]);
        expect(cluster?.status?.problems?.map(problem => problem.reason)).toEqual(['PodPending']);
        expect(world.cartridge.clusters[0]?.bootstrapped).toBe(true);
        expectQuiet(world);
      }),
      { numRuns: 25 },
    );
  });
});

function layoutOf(disturbance: Disturbance): Array<Record<string, number>> {
  return disturbance.kind === 'install' ? [disturbance.layout] : [];
}

function widest(layouts: ReadonlyArray<Record<string, number>>): Record<string, number> {
  const keys = Object.keys(layouts[0] ?? {});
  return Object.fromEntries(keys.map(key => [key, Math.max(...layouts.map(layout => layout[key] ?? 1))]));
}

/** As many replicasets as there are, each with the fewest replicas. */
function narrowest(
  layouts: ReadonlyArray<Record<string, number>>,
  many: Record<string, number>,
): Record<string, number> {
  const fewest = (key: string) => Math.min(...layouts.map(layout => layout[key] ?? 1));
  return {
    ...many,
    routerReplicas: fewest('routerReplicas'),
    storageReplicas: fewest('storageReplicas'),
  };
}

function namesOf(roles: readonly RoleValues[]): string[] {
  return roles.flatMap(({ name, replicasets, replicas }) =>
    Array.from(
      { length: replicasets * replicas },
      (_, index) => `${name}-${Math.floor(index / replicas)}-${index % replicas}`,
    ),
  );
}

/** Instances that have not joined, by what the status says. */
function outsideOf(world: WorldModel): string[] | undefined {
  const { instances } = world.kubernetes.read<Cluster>('Cluster', CLUSTER_NAME)?.status ?? {};
  return instances?.filter(instance => !instance.joined).map(instance => instance.name);
}

function namesOfPods(world: WorldModel): string[] {
  return world.kubernetes.list('Pod').map(pod => pod.metadata.name);
}

test('the guide’s cluster is Ready after a handful of Cartridge calls', () => {
  const world = new WorldModel(guideRoles);
  runUntilQuiet(world);
  expect(stateOf(world)).toBe('Ready');
  // join, bootstrap, failover
  expect(world.cartridge.mutations).toBe(3);
  expect(world.snapshot().pods.length).toBe(3);
});

test('while a member restarts nothing is sent to Cartridge', () => {
  const world = new WorldModel(guideRoles);
  runUntilQuiet(world);
  world.deletePod('storages-0-1');
  world.kubernetes.patch(
    { kind: 'StatefulSet', name: 'storages-0' },
    { metadata: { annotations: { 'tarantool.io/replicaset-weight': '7' } } },
  );
  const { actions, waits } = world.pass();
  expect(actions.filter(isCartridgeAction)).toEqual([]);
  expect(waits.map(wait => wait.reason)).toContain('MemberRestarting');
  runUntilQuiet(world);
  expect(
    world.cartridge.topology('routers-0-0').replicasets.find(({ weight }) => weight === 7),
  ).toBeDefined();
});
