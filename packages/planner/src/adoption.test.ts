import { expect, test } from 'vitest';
import { adoptedSnapshot } from '../testing/adopted-snapshot.ts';
import { isCartridgeAction } from './plan/action.ts';
import { plan } from './plan.ts';

test('a cluster of 0.0.10 is taken over without a word to Cartridge and without a changed template or uuid', () => {
  const { actions, refusals, waits } = plan(adoptedSnapshot());
  expect(actions.filter(isCartridgeAction)).toEqual([]);
  expect(refusals).toEqual([]);
  expect(waits).toEqual([]);
  const patches = actions.filter(action => action.kind === 'patch_object');
  expect(
    patches.map(({ target, what }) => `${what} of ${target.kind} ${target.name}`),
  ).toMatchInlineSnapshot(`
    [
      "ports and addresses of Service test-app",
      "annotation tarantool.io/formed of Cluster test-app",
      "annotation tarantool.io/applied-weight of StatefulSet storages-0",
      "annotation tarantool.io/failoverEnabled of Cluster test-app",
      "labels and annotations of StatefulSet routers-0",
      "labels and annotations of StatefulSet storages-0",
    ]
  `);
  for (const { patch } of patches) expect(JSON.stringify(patch)).not.toMatch(/uuid|"template"/);
  const creations = actions.filter(action => action.kind === 'create_object');
  expect(creations.map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual([
    'PodDisruptionBudget storages-0',
  ]);
});

test('its status shows the uuids it always had', () => {
  const update = plan(adoptedSnapshot()).statuses.find(status => status.kind === 'cluster');
  expect(update?.kind === 'cluster' && update.status.state).toBe('Ready');
  expect(update?.kind === 'cluster' && update.status.replicasets?.map(row => row.uuid)).toEqual([
    '8e1fe819-10d6-5f2c-baa3-44c9578ade91',
    '49925d04-37ea-524f-857e-a8faa617f3c8',
  ]);
});

test('a StatefulSet that was deleted is made again under the uuid that the topology knows', () => {
  const snapshot = adoptedSnapshot();
  const statefulSets = snapshot.statefulSets.filter(({ metadata }) => metadata.name !== 'storages-0');
  const { actions } = plan({ ...snapshot, statefulSets });
  const creation = actions.find(
    action => action.kind === 'create_object' && action.object.kind === 'StatefulSet',
  );
  expect(creation?.kind === 'create_object' && creation.object.metadata.labels).toMatchObject({
    'tarantool.io/replicaset-uuid': '49925d04-37ea-524f-857e-a8faa617f3c8',
  });
});

test('even while no instance answers, as the status remembers it', () => {
  const snapshot = adoptedSnapshot();
  const update = plan(snapshot).statuses.find(status => status.kind === 'cluster');
  const cluster = { ...snapshot.cluster, status: update?.kind === 'cluster' ? update.status : {} };
  const { actions } = plan({
    ...snapshot,
    cluster,
    statefulSets: [],
    pods: [],
    answers: [],
    topology: { kind: 'none', message: 'no instance answers yet' },
  });
  const uuids = actions.flatMap(action =>
    action.kind === 'create_object'
      ? (action.object.metadata.labels?.['tarantool.io/replicaset-uuid'] ?? [])
      : [],
  );
  expect(uuids).toEqual(['8e1fe819-10d6-5f2c-baa3-44c9578ade91', '49925d04-37ea-524f-857e-a8faa617f3c8']);
});
