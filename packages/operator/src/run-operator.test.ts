import { leases } from '@cartridge-on-kubernetes/kube';
import { eventually, FakeApiServer } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperatorConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { type Operator, runOperator } from './run-operator.ts';
import { FakeCartridge } from './testing/fake-cartridge.ts';
import { FakeKubelet, putCluster } from './testing/fake-kubelet.ts';

const namespace = 'tarantool';
const guide = {
  namespace,
  name: 'test-app',
  roles: [
    { name: 'routers', replicasets: 1, replicas: 1, cartridgeRoles: ['vshard-router', 'app.roles.custom'] },
    { name: 'storages', replicasets: 1, replicas: 2, cartridgeRoles: ['vshard-storage'] },
  ],
};

let api: FakeApiServer;
let cartridge: FakeCartridge;
let operators: Operator[];
/** what was logged, as parsed lines */
let logged: Array<Record<string, unknown>>;

beforeEach(async () => {
  api = await FakeApiServer.start();
  cartridge = new FakeCartridge();
  new FakeKubelet(api, cartridge);
  operators = [];
  logged = [];
});

afterEach(async () => {
  await Promise.all(operators.map(operator => operator.stop()));
  await cartridge.stop();
  await api.stop();
});

async function startOperator(changes: Partial<OperatorConfig> = {}): Promise<Operator> {
  const config: OperatorConfig = {
    namespace,
    podName: 'tarantool-operator-1',
    podNamespace: namespace,
    metricsPort: 0,
    healthPort: 0,
    logLevel: 'debug',
    workers: 4,
    resyncSeconds: 600,
    ...changes,
  };
  const log = createLogger('debug', { write: line => logged.push(JSON.parse(line)) });
  const operator = await runOperator({ config, platform: nodePlatform, connection: api.connection(), log });
  operators.push(operator);
  return operator;
}

const cluster = (name = 'test-app') => api.get(resources.clusters, namespace, name);
const isReady = (name?: string) =>
  eventually(() => cluster(name)?.status?.state === 'Ready', `${name ?? 'test-app'} is Ready`);
const page = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`);
const holder = () => api.get(leases, namespace, 'tarantool-operator')?.spec?.holderIdentity;
const writes = () => api.requests.filter(request => request.method !== 'GET');
const passes = () => logged.filter(line => line.msg === 'Processed the Cluster');
/** The last pass found nothing to do and nothing to wait for. */
const isQuiet = () =>
  eventually(() => Number(passes().at(-1)?.againAfterMilliseconds) > 500_000, 'the operator is quiet');

function changeTemplate(role: string, replicas: number): void {
  const template = api.get(resources.templates, namespace, `${role}-template`)!;
  api.put(resources.templates, { ...template, spec: { ...template.spec!, replicas } });
}

describe('a new Cluster', () => {
  it('becomes joined, bootstrapped and Ready', async () => {
    putCluster(api, guide);
    await startOperator();
    await isReady();
    expect(cartridge.members.map(member => member.alias).sort()).toEqual([
      'routers-0-0',
      'storages-0-0',
      'storages-0-1',
    ]);
    expect(cartridge.groups.map(group => group.alias).sort()).toEqual(['routers-0', 'storages-0']);
    expect(cartridge.bootstrapped).toBe(true);
    expect(cartridge.failoverMode).toBe('eventual');
    expect(api.get(resources.services, namespace, 'test-app')?.spec.publishNotReadyAddresses).toBe(true);
  });

  it('is noticed when it is made after the operator', async () => {
    await startOperator();
    await eventually(() => logged.some(line => line.msg === 'Started to work'), 'the operator works');
    putCluster(api, guide);
    await isReady();
  });

  it('is finished by a successor that finds it half done', async () => {
    putCluster(api, guide);
    const first = await startOperator();
    await eventually(() => cartridge.members.length > 0, 'the first join is made');
    await first.stop();
    operators = [];
    await startOperator({ podName: 'tarantool-operator-2' });
    await isReady();
    expect(cartridge.members).toHaveLength(3);
  });

  it('grows by a replica, and nothing else is touched', async () => {
    putCluster(api, guide);
    await startOperator();
    await isReady();
    changeTemplate('storages', 3);
    await eventually(() => cartridge.members.length === 4, 'the new replica is joined');
    expect(cartridge.members.at(-1)?.alias).toBe('storages-0-2');
    expect(cartridge.groups).toHaveLength(2);
    await isReady();
  });
});

describe('the status of a Cluster', () => {
  it('is not written by a pass that changed something and is followed by the next one at once', async () => {
    /** For each write of a status, how many passes had ended before it. */
    const written: number[] = [];
    api.onChange(({ object: { kind, status } }) => {
      if (kind === 'Cluster' && status !== undefined) written.push(passes().length);
    });
    putCluster(api, guide);
    await startOperator();
    await isReady();
    await isQuiet();
    expect(passes().filter(({ done }) => Number(done) > 0).length).toBeGreaterThan(1);
    expect(written.map(pass => passes()[pass]?.done)).toEqual(written.map(() => 0));
    expect(written).not.toEqual([]);
  });
});

describe('a settled Cluster', () => {
  it('costs no write and no query when a pass finds nothing to do', async () => {
    putCluster(api, guide);
    await startOperator();
    await isReady();
    await isQuiet();
    const [before, mutations, done] = [writes().length, cartridge.mutations().length, passes().length];
    const touched = cluster()!;
    api.put(resources.clusters, { ...touched, metadata: { ...touched.metadata, labels: { seen: 'yes' } } });
    await eventually(() => passes().length > done, 'one more pass');
    expect(writes().length).toBe(before);
    expect(cartridge.mutations().length).toBe(mutations);
  });

  it('does not react to its own status', async () => {
    putCluster(api, guide);
    await startOperator();
    await isReady();
    await isQuiet();
    const done = passes().length;
    const settled = cluster()!;
    api.put(resources.clusters, { ...settled, status: { ...settled.status, observedGeneration: 7 } });
    const touched = cluster()!;
    api.put(resources.clusters, { ...touched, metadata: { ...touched.metadata, labels: { seen: 'yes' } } });
    await eventually(() => passes().length > done, 'the label makes a pass');
    await isQuiet();
    // The pass writes the true status back, which makes no further pass.
    await eventually(() => cluster()?.status?.observedGeneration === 1, 'the status is true again');
    expect(passes().length).toBe(done + 1);
  });

  it('asks for nothing outside its namespace', async () => {
    putCluster(api, guide);
    await startOperator();
    await isReady();
    const outside = api.requests.filter(({ path }) => !path.includes('/namespaces/tarantool/'));
    // What the API server publishes of the definitions is for everybody, and not of any namespace.
    expect(outside.map(({ path }) => path)).toEqual(['/openapi/v3/apis/tarantool.io/v1alpha1']);
  });
});

describe('many Clusters', () => {
  it('are not held up by one whose instances accept connections and never answer', async () => {
    cartridge.fallSilent('silent-0-0');
    putCluster(api, { ...guide, name: 'stuck', roles: [{ ...guide.roles[0]!, name: 'silent' }] });
    await startOperator({ workers: 2 });
    await eventually(
      () => cartridge.requests.some(({ instance }) => instance === 'silent-0-0'),
      'it is asked',
    );
    putCluster(api, guide);
    await isReady();
    expect(cluster('stuck')?.status?.state).not.toBe('Ready');
  });
});

describe('when something fails', () => {
  it('says so in an event and tries again', async () => {
    cartridge.refuseEdits = 'Two-phase commit is locked';
    putCluster(api, guide);
    await startOperator();
    await eventually(
      () => api.list(resources.events).find(event => event.reason === 'ActionFailed'),
      'an event tells of the failure',
    );
    cartridge.refuseEdits = null;
    await isReady();
  });

  it('waits without a warning for a name that cluster DNS does not know yet', async () => {
    cartridge.refuseEdits = '"storages-0-1.test-app.tarantool.svc.cluster.local:3301": Invalid argument';
    putCluster(api, guide);
    await startOperator();
    await eventually(() => cartridge.mutations().length > 1, 'the join is tried again');
    cartridge.refuseEdits = null;
    await isReady();
    expect(api.list(resources.events).filter(({ type }) => type === 'Warning')).toEqual([]);
  });

  it('goes without PodDisruptionBudgets where Kubernetes is too old for them', async () => {
    const refusal = { status: 404, reason: 'NotFound' };
    api.refuse(request => request.path.endsWith('/poddisruptionbudgets'), refusal, 1_000_000);
    putCluster(api, guide);
    const { ports } = await startOperator();
    await isReady();
    expect((await page(ports.health, '/readyz')).status).toBe(200);
    expect(api.requests.filter(({ path }) => path.endsWith('/poddisruptionbudgets'))).toHaveLength(1);
    expect(logged.filter(line => line.level === 'warn')).toEqual([]);
  });

  it('goes on where it was after the API server was away', async () => {
    putCluster(api, guide);
    await startOperator();
    await eventually(() => cartridge.members.length > 0, 'the first join is made');
    api.cutConnections();
    api.refuse(() => true, { status: 503 }, 20);
    await isReady();
  });
});

describe('the process', () => {
  it('answers the kubelet and Prometheus', async () => {
    putCluster(api, guide);
    const { ports } = await startOperator();
    await isReady();
    expect((await page(ports.health, '/healthz')).status).toBe(200);
    expect((await page(ports.health, '/readyz')).status).toBe(200);
    const metrics = await (await page(ports.metrics, '/metrics')).text();
    expect(metrics).toContain('tarantool_operator_cluster_ready{namespace="tarantool",cluster="test-app"} 1');
    expect(metrics).toContain('tarantool_operator_leader 1');
    expect(metrics).toMatch(/tarantool_operator_actions_total\{kind="edit_topology",outcome="done"\} [1-9]/);
    expect(metrics).toContain('tarantool_operator_cached_objects{cache="pods"} 3');
  });

  it('is not ready before it knows its objects, and says what is missing', async () => {
    api.refuse(request => request.path.endsWith('/pods'), { status: 403, reason: 'Forbidden' }, 1_000_000);
    const { ports } = await startOperator();
    const answer = await eventually(async () => {
      const text = await (await page(ports.health, '/readyz')).text();
      return text === 'Waiting for the first list of pods' && text;
    }, 'only pods are missing');
    expect(answer).toBe('Waiting for the first list of pods');
    expect((await page(ports.health, '/healthz')).status).toBe(200);
  });

  it('hands its Lease back when stopped, and a stand-by that is ready takes over', async () => {
    const first = await startOperator();
    await eventually(() => holder() === 'tarantool-operator-1', 'the first leads');
    api.put(resources.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name: 'tarantool-operator-1' },
      spec: { containers: [] },
    });
    const { ports } = await startOperator({ podName: 'tarantool-operator-2' });
    await eventually(
      async () => (await page(ports.health, '/readyz')).status === 200,
      'the stand-by is ready',
    );
    expect(holder()).toBe('tarantool-operator-1');
    await first.stop();
    operators.shift();
    putCluster(api, guide);
    await eventually(() => holder() === 'tarantool-operator-2', 'the second leads');
    await isReady();
  });
});
