import type { KubernetesObject, Pod } from '@cartridge-on-kubernetes/api';
import { createKubeClient, type KubeClient } from '@cartridge-on-kubernetes/kube';
import { FakeApiServer } from '@cartridge-on-kubernetes/kube/testing';
import {
  AdminClients,
  createCaches,
  resources,
  startCaches,
  stopCaches,
} from '@cartridge-on-kubernetes/observe';
import type { Action, Plan } from '@cartridge-on-kubernetes/planner';
import { type Clock, nodePlatform } from '@cartridge-on-kubernetes/platform';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeCartridge } from '../testing/fake-cartridge.ts';
import { applyPlan } from './apply-plan.ts';

const namespace = 'tarantool';
const about = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'a' };

let api: FakeApiServer;
let client: KubeClient;
let cartridge: FakeCartridge;
let caches: ReturnType<typeof createCaches>;

beforeEach(async () => {
  api = await FakeApiServer.start();
  client = createKubeClient(api.connection(), { platform: nodePlatform });
  cartridge = new FakeCartridge();
  caches = createCaches({ client, platform: nodePlatform, namespace, onChange() {}, onProblem() {} });
});

afterEach(async () => {
  await stopCaches(caches);
  await cartridge.stop();
  await client.close();
  await api.stop();
});

const never = new AbortController().signal;

interface CarryOutOptions {
  signal?: AbortSignal;
  clock?: Clock;
  /** pods of the snapshot that the plan was decided from */
  seen?: Pod[];
}

async function carryOut(
  actions: Action[],
  { signal = never, clock = nodePlatform.clock, seen = [] }: CarryOutOptions = {},
) {
  await startCaches(caches);
  const plan: Plan = {
    actions,
    violations: [],
    waits: [],
    refusals: [],
    events: [],
    statuses: [],
    retryAfterSeconds: null,
  };
  const applier = { client, caches, adminClients: new AdminClients(nodePlatform), clock };
  return applyPlan(applier, { plan, pods: seen }, signal);
}

function creation(name: string, extra: Partial<Action> = {}): Action {
  const object: KubernetesObject = { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } };
  const common = {
    key: `create ${name}`,
    urgency: 'changes',
    reason: 'why',
    event: 'ObjectCreated',
    about,
  } as const;
  return { kind: 'create_object', object, ...common, ...extra } as Action;
}

function patching(name: string, uid: string): Action {
  return {
    kind: 'patch_object',
    key: `patch ${name}`,
    urgency: 'changes',
    reason: 'why',
    event: 'ObjectUpdated',
    about,
    target: { apiVersion: 'v1', kind: 'Service', namespace, name, uid },
    patch: { metadata: { labels: { changed: 'yes' } } },
    what: 'labels',
  };
}

it('goes on after a failure, and leaves out only what builds on it', async () => {
  api.refuse(request => request.body.includes('"bad"'), { status: 422, reason: 'Invalid', message: 'no' });
  const outcomes = await carryOut([
    creation('bad'),
    creation('after-bad', { after: 'create bad' }),
    creation('good'),
    creation('after-good', { after: 'create good' }),
  ]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['failed', 'left_out', 'done', 'done']);
  expect(outcomes[0]).toMatchObject({
    errorClass: 'Invalid',
    message: expect.stringContaining('service tarantool/bad'),
  });
  expect(api.list(resources.services).map(service => service.metadata.name)).toEqual(['after-good', 'good']);
});

it('takes an object that is there already for done', async () => {
  const outcomes = await carryOut([creation('twice'), creation('twice')]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['done', 'done']);
});

it('sees its own writes in the cache at once', async () => {
  await carryOut([creation('mine')]);
  expect(caches.services.get('tarantool/mine')).toMatchObject({ kind: 'Service', apiVersion: 'v1' });
});

it('names the uid in a patch, so that the server can refuse a successor of the same name', async () => {
  const { metadata } = api.put(resources.services, creationObject('s'));
  await carryOut([patching('s', metadata.uid ?? '')]);
  const sent = api.requests.find(request => request.method === 'PATCH');
  expect(JSON.parse(sent?.body ?? '')).toEqual({
    metadata: { labels: { changed: 'yes' }, uid: metadata.uid },
  });
});

it('leaves out the change of an object that is gone', async () => {
  const outcomes = await carryOut([patching('gone', 'some-uid')]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['left_out']);
});

it('deletes a pod only as it was seen: one that was started since is left alone, and so is its successor', async () => {
  api.put(resources.pods, runningPod('a', 1));
  const seen = api.get(resources.pods, namespace, 'a') as Pod;
  api.put(resources.pods, { ...runningPod('a', 1), status: { phase: 'Running', podIP: '127.0.0.2' } });
  const deletion = (pod: Pod): Action => ({
    kind: 'delete_pod',
    key: `delete ${pod.metadata.name}`,
    urgency: 'changes',
    reason: 'why',
    event: 'PodReplaced',
    about,
    target: { ...about, name: pod.metadata.name, uid: pod.metadata.uid ?? '' },
    resourceVersion: pod.metadata.resourceVersion ?? '',
  });
  const outdated = await carryOut([deletion(seen)]);
  expect(outdated.map(outcome => outcome.kind)).toEqual(['left_out']);
  const now = api.get(resources.pods, namespace, 'a') as Pod;
  const successor = { ...now, metadata: { ...now.metadata, uid: 'another' } };
  expect((await carryOut([deletion(successor)])).map(outcome => outcome.kind)).toEqual(['left_out']);
  const outcomes = await carryOut([deletion(now), deletion(now)]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['done', 'left_out']);
  expect(api.list(resources.pods)).toEqual([]);
});

it('restarts the replication of the member that the action names', async () => {
  const { port } = await cartridge.start('a', 'a:3301');
  api.put(resources.pods, runningPod('a', port));
  const restart: Action = {
    kind: 'restart_replication',
    key: 'restart the replication of b',
    urgency: 'heals',
    reason: 'why',
    event: 'ReplicationRestarted',
    about,
    via: 'a',
    uuid: 'uuid-b',
    pod: 'b',
  };
  const outcomes = await carryOut([restart]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['done']);
  expect(cartridge.mutations()[0]?.variables).toEqual({ u: ['uuid-b'] });
});

it('does nothing more once it is told to stop', async () => {
  const stopped = new AbortController();
  stopped.abort();
  const outcomes = await carryOut([creation('late')], { signal: stopped.signal });
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['left_out']);
  expect(api.list(resources.services)).toEqual([]);
});

it('asks the instance of the pod that the action names, and says so when that pod is gone', async () => {
  const { port } = await cartridge.start('a', 'a:3301');
  api.put(resources.pods, runningPod('a', port));
  const outcomes = await carryOut([bootstrap('a'), bootstrap('gone')]);
  expect(outcomes[0]?.kind).toBe('done');
  expect(outcomes[1]).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('Pod tarantool/gone'),
  });
  expect(cartridge.mutations().map(({ instance }) => instance)).toEqual(['a']);
});

it('asks no successor of the pod that the plan has seen', async () => {
  const { port } = await cartridge.start('a', 'a:3301');
  const { metadata } = api.put(resources.pods, runningPod('a', port));
  const uid = metadata.uid ?? '';
  const seen = { ...bootstrap('a'), viaUid: uid } as Action;
  const earlier = { ...bootstrap('a'), viaUid: 'of-the-pod-before' } as Action;
  const outcomes = await carryOut([earlier, seen]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['left_out', 'done']);
  expect(cartridge.mutations()).toHaveLength(1);
});

it('sends Cartridge nothing more in the pass after a change that may be going on still', async () => {
  const { port } = await cartridge.start('a', 'a:3301');
  api.put(resources.pods, runningPod('a', port));
  api.put(resources.pods, runningPod('deaf', 1));
  const outcomes = await carryOut([bootstrap('deaf'), bootstrap('a'), creation('service')]);
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['failed', 'left_out', 'done']);
  expect(cartridge.mutations()).toEqual([]);
});

it('leaves the rest to the next pass after a change of Cartridge that took long', async () => {
  const { port } = await cartridge.start('a', 'a:3301');
  api.put(resources.pods, runningPod('a', port));
  let now = 0;
  const slow: Clock = { ...nodePlatform.clock, monotonic: () => (now += 6000) };
  const again = { ...bootstrap('a'), key: 'again' } as Action;
  const outcomes = await carryOut([creation('before'), bootstrap('a'), again, creation('after')], {
    clock: slow,
  });
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['done', 'done', 'left_out', 'done']);
});

it.each(['gone', 'replaced'])('changes Cartridge no further where a pod that was seen is %s', async fate => {
  const { port } = await cartridge.start('a', 'a:3301');
  api.put(resources.pods, runningPod('a', port));
  const member = runningPod('b', 1);
  const seen = { ...member, metadata: { ...member.metadata, uid: 'of-the-pod-before' } };
  if (fate === 'replaced') api.put(resources.pods, member);
  const outcomes = await carryOut([creation('service'), bootstrap('a')], { seen: [seen] });
  expect(outcomes.map(outcome => outcome.kind)).toEqual(['done', 'left_out']);
  expect(cartridge.mutations()).toEqual([]);
});

function bootstrap(via: string): Action {
  return {
    kind: 'bootstrap_vshard',
    key: `bootstrap ${via}`,
    urgency: 'changes',
    reason: 'why',
    event: 'VshardBootstrapped',
    about,
    via,
  };
}

function creationObject(name: string) {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: {} };
}

function runningPod(name: string, port: number): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'tarantool.io/cluster-id': 'test-app' } },
    spec: { containers: [{ name: 'app', ports: [{ name: 'http', containerPort: port }] }] },
    status: { phase: 'Running', podIP: '127.0.0.1' },
  };
}
