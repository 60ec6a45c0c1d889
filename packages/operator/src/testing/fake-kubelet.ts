import {
  advertiseUri,
  type Cluster,
  type Pod,
  podName,
  type Role,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import type { FakeApiServer } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import { inBackground } from '@cartridge-on-kubernetes/process';
import type { FakeCartridge } from './fake-cartridge.ts';

/** Makes the pods of StatefulSets run at once, each with an instance of the fake Cartridge in it. */
export class FakeKubelet {
  readonly #api: FakeApiServer;
  readonly #cartridge: FakeCartridge;
  readonly #started = new Map<string, Promise<{ port: number }>>();

  constructor(api: FakeApiServer, cartridge: FakeCartridge) {
    this.#api = api;
    this.#cartridge = cartridge;
    api.onChange(({ collection, object, type }) => {
      if (collection === 'apis/apps/v1/statefulsets' && type !== 'DELETED') {
        inBackground(this.#runPods(object as unknown as StatefulSet), failRun);
      }
    });
  }

  async #runPods(statefulSet: StatefulSet): Promise<void> {
    for (let ordinal = 0; ordinal < (statefulSet.spec.replicas ?? 1); ordinal += 1) {
      const name = podName(statefulSet.metadata.name, ordinal);
      if (this.#started.has(name)) continue;
      const uri = advertiseUri({
        pod: name,
        cluster: statefulSet.spec.serviceName,
        namespace: statefulSet.metadata.namespace ?? '',
        domain: 'cluster.local',
      });
      const starting = this.#cartridge.start(name, uri);
      this.#started.set(name, starting);
      const { port } = await starting;
      this.#api.put(resources.pods, runningPod(statefulSet, name, port));
    }
  }
}

/** Thrown by no caller, so vitest counts it against the run. */
function failRun(error: Error): never {
  throw error;
}

function runningPod(statefulSet: StatefulSet, name: string, port: number): Pod {
  const { metadata, spec } = statefulSet.spec.template;
  const [container, ...others] = spec?.containers ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(statefulSet.metadata.namespace === undefined ? {} : { namespace: statefulSet.metadata.namespace }),
      labels: { ...metadata?.labels },
      annotations: { ...metadata?.annotations },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: statefulSet.metadata.name,
          uid: statefulSet.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: {
      ...spec,
      containers: [{ name: 'app', ...container, ports: [{ name: 'http', containerPort: port }] }, ...others],
    },
    status: {
      phase: 'Running',
      podIP: '127.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: container?.name ?? 'app', ready: true, state: { running: {} } }],
    },
  };
}

export interface TestCluster {
  namespace: string;
  name: string;
  roles: ReadonlyArray<{ name: string; replicasets: number; replicas: number; cartridgeRoles: string[] }>;
}

/** The Cluster, Roles and ReplicasetTemplates as the cartridge chart renders them. */
export function putCluster(api: FakeApiServer, { namespace, name, roles }: TestCluster): void {
  const cluster: Cluster = {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Cluster',
    metadata: { namespace, name, generation: 1 },
    spec: { selector: { matchLabels: { 'tarantool.io/cluster-id': name } } },
  };
  for (const role of roles) putRole(api, { namespace, cluster: name, role });
  api.put(resources.clusters, cluster);
}

function putRole(
  api: FakeApiServer,
  { namespace, cluster, role }: { namespace: string; cluster: string; role: TestCluster['roles'][number] },
): void {
  const labels = { 'tarantool.io/cluster-id': cluster, 'tarantool.io/role': role.name };
  const annotations = { 'tarantool.io/rolesToAssign': JSON.stringify(role.cartridgeRoles) };
  const template = `${role.name}-template`;
  const podLabels = {
    ...labels,
    'tarantool.io/cluster-domain-name': 'cluster.local',
    'tarantool.io/pod-template': `${role.name}-pod-template`,
    'tarantool.io/useVshardGroups': '0',
  };
  const made: Role = {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Role',
    metadata: { namespace, name: role.name, labels, annotations, generation: 1 },
    spec: {
      numReplicasets: role.replicasets,
      selector: { matchLabels: { 'tarantool.io/replicaset-template': template } },
    },
  };
  api.put(resources.templates, {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'ReplicasetTemplate',
    metadata: {
      namespace,
      name: template,
      labels: { ...labels, 'tarantool.io/replicaset-template': template },
      annotations,
    },
    spec: {
      replicas: role.replicas,
      serviceName: role.name,
      selector: { matchLabels: { 'tarantool.io/pod-template': `${role.name}-pod-template` } },
      template: {
        metadata: { labels: podLabels, annotations },
        spec: { containers: [{ name: 'pim-storage', image: 'test-app:1' }] },
      },
    },
  });
  api.put(resources.roles, made);
}
