import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  condition,
  csvField,
  findTools,
  type KubernetesObject,
  pollUntil,
  readGuideValues,
  repository,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { type KubeApiServer, startKubeApiServer } from '../../contract/kube-api/kube-apiserver.ts';
import {
  buildOldestKubernetes,
  buildOldestTypes,
  findMisunderstood,
  oldestKubernetes,
  oldestTypes,
} from './oldest-kubernetes.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { startStandInNode } from './stand-in-node.ts';

// The control plane of the oldest Kubernetes, with the operator as a process that has its ServiceAccount's rights.
const namespace = 'tarantool';
let folder: string;
let api: KubeApiServer;
let proxy: RecordingProxy;
let node: AsyncDisposable;
let operator: ChildProcess | undefined;
let operatorLog = '';
/** what helm wrote beside its output: the server's warnings among it */
let helmWarnings = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oldest-'));
  const programs = await buildOldestKubernetes();
  await buildOldestTypes();
  api = await startKubeApiServer({ programs, controllers: ['*'] });
  const { clusters } = parse(await readFile(api.kubeconfig, 'utf8'));
  proxy = await startRecordingProxy(clusters[0].cluster.server);
  node = await startStandInNode(api.kubeconfig);
}, 900_000);

afterAll(async () => {
  operator?.kill('SIGTERM');
  await node?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await api?.close();
  await rm(folder, { recursive: true, force: true });
});

test(`the API server is Kubernetes ${oldestKubernetes}`, async () => {
  const { serverVersion } = JSON.parse(await tool('kubectl', 'version', '--output', 'json'));
  expect(serverVersion.gitVersion).toBe(`v${oldestKubernetes}`);
});

test('both charts install without a warning', async () => {
  await helm('install', 'tarantool-operator', 'tarantool-operator', '--create-namespace');
  await helm('install', 'test-app', 'cartridge', '--values', csvField(await valuesFile(readGuideValues())));
  expect(helmWarnings).toBe('');
});

test('rules of the definitions are checked', async () => {
  const patch = JSON.stringify({ spec: { replicas: -1 } });
  const target = ['replicasettemplates.tarantool.io', 'storages-template', '--namespace', namespace];
  await expect(tool('kubectl', 'patch', ...target, '--type=merge', '--patch', patch)).rejects.toThrow(
    /Invalid value/,
  );
});

test('the operator makes a Ready Cluster of what was installed', async () => {
  operator = await startOperator();
  await untilReady(['routers-0-0', 'storages-0-0', 'storages-0-1']);
  const cluster = await object('clusters.tarantool.io', 'test-app');
  expect(condition(cluster, 'Ready')?.status).toBe('True');
  expect(await names('services')).toContain('test-app');
  expect(await names('statefulsets.apps')).toEqual(['routers-0', 'storages-0']);
  expect(await names('poddisruptionbudgets.policy')).not.toEqual([]);
  expect(await names('leases.coordination.k8s.io')).toEqual(['tarantool-operator']);
  const events = await objects('events');
  expect(events.filter(event => reporter(event) === 'tarantool-operator')).not.toEqual([]);
});

test('an upgrade of the application is followed', async () => {
  const values = withValues(readGuideValues(), changed => {
    changed.RoleConfig[1].ReplicaCount = 3;
  });
  await helm('upgrade', 'test-app', 'cartridge', '--values', csvField(await valuesFile(values)));
  await untilReady(['routers-0-0', 'storages-0-0', 'storages-0-1', 'storages-0-2']);
});

test('the operator hands its Lease back when it stops', async () => {
  const ended = new Promise(resolve => operator?.once('exit', resolve));
  operator?.kill('SIGTERM');
  expect(await ended).toBe(0);
  const lease = await object('leases.coordination.k8s.io', 'tarantool-operator');
  expect(lease.spec.holderIdentity ?? '').toBe('');
});

test('a field that the API server does not know would have been noticed', async () => {
  const body = { metadata: { name: 'probe' }, spec: { ports: [{ port: 1 }], colour: 'red' } };
  await fetch(`${proxy.url}/api/v1/namespaces/${namespace}/services?dryRun=All`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await operatorToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(proxy.requests.pop()?.warning).toContain('unknown field \\"spec.colour\\"');
});

test('the API server understood all that the operator sent', () => {
  // A name that is taken, or an object that changed meanwhile, is an answer, not a misunderstanding.
  const refused = proxy.requests.filter(({ status }) => status >= 400 && status !== 404 && status !== 409);
  const warned = proxy.requests.filter(({ warning }) => warning !== undefined);
  expect(proxy.requests.length).toBeGreaterThan(20);
  expect({ refused, warned }).toEqual({ refused: [], warned: [] });
});

test(`all of it has only what Kubernetes ${oldestTypes} knows, rules of the definitions among it`, async () => {
  const version = ['--kube-version', `${oldestTypes}.0`, '--namespace', namespace];
  const charts = [
    ['template', join(repository, 'charts/tarantool-operator'), '--include-crds', ...version],
    ['template', 'test-app', join(repository, 'charts/cartridge'), ...version],
  ];
  const rendered = await Promise.all(
    charts.map(args => tool('helm', ...args, '--set', 'networkPolicy.enabled=true')),
  );
  const made = proxy.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));
  const builtIn = [...rendered.flatMap(documentsIn), ...made].filter(
    ({ apiVersion }) => !apiVersion.startsWith('tarantool.io/'),
  );
  expect(builtIn.length).toBeGreaterThan(15);
  expect(await findMisunderstood(builtIn)).toEqual([]);
  const strange = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'probe' }, spec: { colour: 'red' } };
  expect(await findMisunderstood([strange])).toEqual([
    expect.stringContaining('unknown field "spec.colour"'),
  ]);
});

function documentsIn(text: string) {
  return parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(document => document !== null);
}

async function startOperator(): Promise<ChildProcess> {
  const token = await operatorToken();
  const name = 'operator';
  const kubeconfig = join(folder, 'operator.kubeconfig');
  await writeFile(
    kubeconfig,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server: proxy.url } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name, namespace } }],
      'current-context': name,
    }),
    { mode: 0o600 },
  );
  const child = spawn(process.execPath, [join(repository, 'dist/operator/main.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      KUBECONFIG: kubeconfig,
      WATCH_NAMESPACE: namespace,
      POD_NAME: 'tarantool-operator-1',
      METRICS_PORT: '0',
      HEALTH_PORT: '0',
    },
  });
  child.stdout.on('data', chunk => {
    operatorLog += chunk;
  });
  return child;
}

function operatorToken(): Promise<string> {
  return tool('kubectl', 'create', 'token', 'tarantool-operator', '--namespace', namespace);
}

async function untilReady(instances: string[]): Promise<void> {
  await pollUntil(
    { until: `${instances.join(', ')} are one Ready Cluster`, deadlineSeconds: 180 },
    async () => {
      const pods = (await objects('pods')).filter(pod => pod.metadata.labels?.['tarantool.io/cluster-id']);
      expect(pods.map(pod => pod.metadata.name).sort()).toEqual(instances);
      const { metadata, status } = await object('clusters.tarantool.io', 'test-app');
      if (status?.state !== 'Ready' || status.observedGeneration !== metadata.generation)
        throw new Error(`${JSON.stringify(status ?? {})}\n${operatorLog.split('\n').slice(-4).join('\n')}`);
    },
  );
}

async function objects(kind: string): Promise<KubernetesObject[]> {
  return JSON.parse(await tool('kubectl', 'get', kind, '--namespace', namespace, '--output', 'json')).items;
}

async function object(kind: string, name: string): Promise<KubernetesObject> {
  return JSON.parse(await tool('kubectl', 'get', kind, name, '--namespace', namespace, '--output', 'json'));
}

async function names(kind: string): Promise<string[]> {
  return (await objects(kind)).map(({ metadata }) => metadata.name);
}

function reporter(event: unknown): string | undefined {
  const { source, reportingComponent } = event as {
    source?: { component?: string };
    reportingComponent?: string;
  };
  return reportingComponent || source?.component;
}

async function valuesFile(values: object): Promise<string> {
  const file = join(folder, 'values.yaml');
  await writeFile(file, stringify(values));
  return file;
}

async function helm(verb: string, release: string, chart: string, ...more: string[]): Promise<void> {
  await tool('helm', verb, release, join(repository, 'charts', chart), '--namespace', namespace, ...more);
}

async function tool(name: 'kubectl' | 'helm', ...args: string[]): Promise<string> {
  const { stdout, stderr } = await execa((await findTools())[name], args, {
    env: { KUBECONFIG: api.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder },
    stdin: 'ignore',
  });
  if (name === 'helm') helmWarnings += stderr;
  return stdout;
}
