import {
  type Cluster,
  type ClusterStatus,
  type Condition,
  conditionReasons,
  eventReasons,
  type Pod,
  type Reason,
  type Role,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import { expect, test } from 'vitest';
import { isClusterReady } from './is-cluster-ready.ts';
import {
  makeCluster,
  makeCondition,
  makePod,
  makeProblem,
  makeRole,
  makeStatefulSet,
} from './objects.test-support.ts';
import { waitUntilReady } from './wait-until-ready.ts';

test.each<[string, ClusterStatus, boolean]>([
  ['no status', {}, false],
  ['the state of 0.0.x alone', { state: 'Ready' }, true],
  ['condition True of this generation', { conditions: [ready('True', 2)] }, true],
  ['condition True of an older generation', { state: 'Ready', conditions: [ready('True', 1)] }, false],
  ['condition False', { state: 'Ready', conditions: [ready('False', 2)] }, false],
])('a Cluster with %s: %s', (_, status, expected) => {
  expect(isClusterReady(makeCluster({ metadata: { name: 'test-app', generation: 2 }, status }))).toBe(
    expected,
  );
});

test('is over when every Cluster and every serving pod is Ready', async () => {
  const world = new World();
  const details: string[] = [];
  const outcome = wait(world, { onDetail: detail => details.push(detail) });
  world.change({
    pods: [pod('routers-0-0', 'False'), pod('storages-0-0', 'True')],
    clusters: [cluster('False')],
  });
  world.change({
    pods: [pod('routers-0-0', 'True'), pod('storages-0-0', 'True')],
    clusters: [cluster('False')],
  });
  world.change({ pods: [pod('routers-0-0', 'True'), finished('routers-test')], clusters: [cluster('True')] });
  expect(await outcome).toEqual({ kind: 'ready' });
  expect(details).toEqual([
    '0 of 0 pods ready',
    '1 of 2 pods ready, Waits for routers-0-0',
    '2 of 2 pods ready, Waits for routers-0-0',
    '1 of 1 pods ready',
  ]);
  expect(world.listeners).toBe(0);
});

test('what is wanted and not there keeps it waiting, whatever the Cluster says', async () => {
  const world = new World();
  const details: string[] = [];
  const outcome = wait(world, { onDetail: detail => details.push(detail) });
  const clusters = [cluster('True')];
  const statefulSets = [makeStatefulSet({ metadata: { name: 'routers-0', uid: 'u1' }, replicas: 2 })];
  const first = owned(pod('routers-0-0', 'True'), 'u1');
  const second = owned(pod('routers-0-1', 'True'), 'u1');
  world.change({ pods: [first], clusters, roles: [role(2, 1), foreignRole()] });
  world.change({ pods: [first], clusters, roles: [role(2, 2)], statefulSets });
  world.change({ pods: [first, pod('routers-0-1', 'True')], clusters, statefulSets });
  world.change({ pods: [first, second], clusters, roles: [role(2, 2), foreignRole()], statefulSets });
  expect(await outcome).toEqual({ kind: 'ready' });
  expect(details).toEqual([
    '0 of 0 pods ready',
    '1 of 1 pods ready, The operator has not looked at Role routers as it is now',
    '1 of 1 pods ready, StatefulSet routers-0 has 1 of 2 pods Ready',
    '2 of 2 pods ready, StatefulSet routers-0 has 1 of 2 pods Ready',
    '2 of 2 pods ready',
  ]);
});

test('what is missing is told at the end of the time', async () => {
  const world = new World();
  world.change({ pods: [pod('a', 'True')], clusters: [cluster('True')], roles: [role(2, 1)] });
  expect(await wait(world, { timeoutSeconds: 0.01 })).toMatchObject({
    problem: 'The operator has not looked at Role routers as it is now',
  });
});

test('a pod in trouble is named while it lasts, and at the end of the time', async () => {
  const world = new World();
  const details: string[] = [];
  const stuck = pod('routers-0-0', 'False', { reason: 'ErrImagePull', message: 'no such image' });
  world.change({ pods: [stuck], clusters: [cluster('False')] });
  const outcome = await wait(world, { timeoutSeconds: 0.01, onDetail: detail => details.push(detail) });
  expect(details).toEqual(['0 of 1 pods ready, Pod routers-0-0 is ErrImagePull: no such image']);
  expect(outcome).toEqual({
    kind: 'not ready',
    because: 'time is over',
    problem:
      'Cluster test-app is not Ready: Waits for routers-0-0\nPod routers-0-0 is ErrImagePull: no such image',
  });
});

test('problems of the Cluster are told with their cure', async () => {
  const world = new World();
  const message = 'RolesToAssign of routers names "no.such.role", which the application does not have';
  const problems = [makeProblem({ message, cure: 'The application has ["vshard-router"]' })];
  const unready = cluster('False');
  world.change({ pods: [], clusters: [{ ...unready, status: { ...unready.status, problems } }] });
  const details: string[] = [];
  const outcome = await wait(world, { timeoutSeconds: 0.01, onDetail: detail => details.push(detail) });
  expect(details).toEqual([`0 of 0 pods ready, ${message}`]);
  expect(outcome).toEqual({
    kind: 'not ready',
    because: 'time is over',
    problem: `Cluster test-app is not Ready: Waits for routers-0-0\n${message}. The application has ["vshard-router"]`,
  });
});

test.each([
  ['an image that is nowhere', { pods: [pod('a', 'False', { reason: 'ImagePullBackOff', message: 'x' })] }],
  ['a manifest that is refused', { clusters: [refused('UnknownRole', 1)] }],
])('does not wait for the end of the time with %s', async (_, seen) => {
  const world = new World();
  world.change({ pods: [], clusters: [cluster('False')], ...seen });
  const outcome = await wait(world, { timeoutSeconds: 3600, helplessMilliseconds: 1 });
  expect(outcome).toMatchObject({ kind: 'not ready', because: 'a person must act' });
  expect(world.listeners).toBe(0);
});

const reasons: Array<[string, Reason]> = Object.entries({ ...conditionReasons, ...eventReasons });

test.each(reasons.map(([reason, { end }]) => [reason, end] as const))(
  'the reason %s %s: the wait ends early only if a person must act',
  async (reason, end) => {
    const world = new World();
    world.change({
      pods: [],
      clusters: [Object.hasOwn(eventReasons, reason) ? refused(reason, 1) : unready(reason)],
    });
    const isEarly = end === 'needs person';
    const outcome = await wait(world, {
      timeoutSeconds: isEarly ? 3600 : 0.01,
      helplessMilliseconds: isEarly ? 1 : 0,
    });
    expect(outcome).toMatchObject({ because: isEarly ? 'a person must act' : 'time is over' });
  },
);

test.each([
  ['a reason that this version does not know', { pods: [], clusters: [refused('constructor', 1)] }],
  ['what was refused of an earlier version', { pods: [], clusters: [refused('UnknownRole', 0)] }],
  [
    'a container that keeps crashing',
    { pods: [pod('a', 'False', { reason: 'CrashLoopBackOff', message: '' })], clusters: [] },
  ],
])('waits for the end of the time with %s', async (_, seen) => {
  const world = new World();
  world.change(seen);
  const outcome = await wait(world, { timeoutSeconds: 0.02, helplessMilliseconds: 0 });
  expect(outcome).toMatchObject({ because: 'time is over' });
});

test('trouble that passes in time is no reason to give up', async () => {
  const world = new World();
  world.change({ pods: [pod('a', 'False', { reason: 'ErrImagePull', message: '' })], clusters: [] });
  const outcome = wait(world, { timeoutSeconds: 0.05, helplessMilliseconds: 40 });
  world.change({ pods: [pod('a', 'False')], clusters: [] });
  expect(await outcome).toMatchObject({ because: 'time is over' });
});

test('ends with the signal', async () => {
  const stop = new AbortController();
  const world = new World();
  const outcome = wait(world, { signal: stop.signal });
  stop.abort(new Error('Stopped by SIGINT'));
  await expect(outcome).rejects.toThrow('Stopped by SIGINT');
  expect(world.listeners).toBe(0);
});

interface Seen {
  pods: Pod[];
  clusters: Cluster[];
  roles?: Role[];
  statefulSets?: StatefulSet[];
}

/** Stands for the watch: the objects it sees, and its listeners. */
class World {
  readonly #callbacks = new Set<() => void>();
  #seen: Seen = { pods: [], clusters: [] };

  change(seen: Seen): void {
    this.#seen = seen;
    for (const callback of this.#callbacks) callback();
  }

  pods(): Pod[] {
    return this.#seen.pods;
  }

  clusters(): Cluster[] {
    return this.#seen.clusters;
  }

  roles(): Role[] {
    return this.#seen.roles ?? [];
  }

  statefulSets(): StatefulSet[] {
    return this.#seen.statefulSets ?? [];
  }

  onChange(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  get listeners(): number {
    return this.#callbacks.size;
  }
}

function wait(
  world: World,
  options: {
    timeoutSeconds?: number;
    helplessMilliseconds?: number;
    signal?: AbortSignal;
    onDetail?(detail: string): void;
  } = {},
): ReturnType<typeof waitUntilReady> {
  return waitUntilReady({
    watch: world,
    timeoutSeconds: 60,
    signal: new AbortController().signal,
    onDetail: () => {},
    ...options,
  });
}

function ready(status: Condition['status'], observedGeneration: number): Condition {
  return makeCondition({ type: 'Ready', status, observedGeneration });
}

function cluster(status: Condition['status']): Cluster {
  const message = status === 'True' ? '' : 'Waits for routers-0-0';
  return makeCluster({
    metadata: { name: 'test-app', generation: 1 },
    spec: { selector: { matchLabels: { app: 'test-app' } } },
    status: { conditions: [{ ...ready(status, 1), message }] },
  });
}

/** Refused when its manifest had that generation; it is at 1. */
function refused(reason: string, generation: number): Cluster {
  const status = { conditions: [ready('False', generation)], problems: [makeProblem({ reason })] };
  return makeCluster({ metadata: { name: 'test-app', generation: 1 }, status });
}

function unready(reason: string): Cluster {
  const status = { conditions: [{ ...ready('False', 1), reason }] };
  return makeCluster({ metadata: { name: 'test-app', generation: 1 }, status });
}

function pod(name: string, status: string, waiting?: { reason: string; message: string }): Pod {
  return makePod({
    metadata: { name },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status }],
      containerStatuses:
        waiting === undefined ? [] : [{ name: 'a', ready: false, restartCount: 0, state: { waiting } }],
    },
  });
}

function finished(name: string): Pod {
  return makePod({ metadata: { name }, status: { phase: 'Succeeded' } });
}

function owned(pod: Pod, uid: string): Pod {
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'routers-0', uid };
  return { ...pod, metadata: { ...pod.metadata, ownerReferences: [owner] } };
}

function role(generation: number, observedGeneration: number): Role {
  const labels = { app: 'test-app', role: 'routers' };
  return makeRole({ metadata: { name: 'routers', generation, labels }, status: { observedGeneration } });
}

/** No Cluster selects it, so the operator never looks at it. */
function foreignRole(): Role {
  return makeRole({ metadata: { name: 'foreign', generation: 1 } });
}
