import type { ObjectMeta } from '@cartridge-on-kubernetes/api';
import type { KubeObject } from '@cartridge-on-kubernetes/kube';

/** One of many clusters in one namespace: one replicaset of two instances, which stand-ins answer for. */
export interface BenchCluster {
  name: string;
  role: string;
  replicaset: string;
  members: BenchMember[];
}

export interface BenchMember {
  pod: string;
  uuid: string;
  address: string;
}

export const namespace = 'tarantool';
export const adminPort = 8081;
const replicas = 2;

export function describeClusters(count: number): BenchCluster[] {
  return Array.from({ length: count }, (_, index) => {
    const role = `app-${index}`;
    return {
      name: `cluster-${index}`,
      role,
      replicaset: uuidOf(index, 255),
      members: Array.from({ length: replicas }, (_unused, ordinal) => ({
        pod: `${role}-0-${ordinal}`,
        uuid: uuidOf(index, ordinal),
        // Beyond what the local cluster gives to pods.
        address: `127.250.${Math.floor(index / 100)}.${(index % 100) * replicas + ordinal + 1}`,
      })),
    };
  });
}

/** What the chart cartridge renders for it, shortened. No scheduler has its pods, so nothing runs in them. */
export function manifestsOf(cluster: BenchCluster): KubeObject[] {
  return [template(cluster), role(cluster), root(cluster)];
}

function root({ name }: BenchCluster): KubeObject {
  return object('Cluster', { name }, { selector: { matchLabels: { 'tarantool.io/cluster-id': name } } });
}

function role({ name, role: roleName }: BenchCluster): KubeObject {
  const labels = { 'tarantool.io/cluster-id': name, 'tarantool.io/role': roleName };
  return object(
    'Role',
    { name: roleName, labels, annotations: { 'tarantool.io/rolesToAssign': '["app.roles.custom"]' } },
    {
      numReplicasets: 1,
      selector: { matchLabels: { 'tarantool.io/replicaset-template': templateOf(roleName) } },
    },
  );
}

function template({ name, role: roleName }: BenchCluster): KubeObject {
  const labels = {
    'tarantool.io/cluster-id': name,
    'tarantool.io/replicaset-template': templateOf(roleName),
    'tarantool.io/role': roleName,
  };
  const podLabels = {
    'tarantool.io/cluster-id': name,
    'tarantool.io/cluster-domain-name': 'cluster.local',
    'tarantool.io/pod-template': `${roleName}-pod-template`,
    'tarantool.io/useVshardGroups': '0',
  };
  return object(
    'ReplicasetTemplate',
    {
      name: templateOf(roleName),
      labels,
      annotations: { 'tarantool.io/rolesToAssign': '["app.roles.custom"]' },
    },
    {
      replicas,
      serviceName: roleName,
      selector: { matchLabels: { 'tarantool.io/pod-template': podLabels['tarantool.io/pod-template'] } },
      template: {
        metadata: { labels: podLabels },
        spec: { schedulerName: 'nobody', containers: [container(name)] },
      },
    },
  );
}

function container(cluster: string): object {
  const host = `$(TARANTOOL_INSTANCE_NAME).${cluster}.${namespace}.svc.cluster.local`;
  return {
    name: 'pim-storage',
    image: firstImage,
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
    ports: [
      { name: 'app', containerPort: 3301 },
      { name: 'app-udp', containerPort: 3301, protocol: 'UDP' },
      { name: 'http', containerPort: adminPort },
    ],
    env: [
      { name: 'TARANTOOL_INSTANCE_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'TARANTOOL_ALIAS', value: '$(TARANTOOL_INSTANCE_NAME)' },
      { name: 'TARANTOOL_ADVERTISE_URI', value: `${host}:3301` },
      { name: 'TARANTOOL_WORKDIR', value: '/var/lib/tarantool' },
      { name: 'TARANTOOL_HTTP_PORT', value: `${adminPort}` },
    ],
    readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 1 },
  };
}

const firstImage = 'registry.local/app:1';
export const nextImage = 'registry.local/app:2';

export function templateOf(roleName: string): string {
  return `${roleName}-template`;
}

export function uriOf({ name }: BenchCluster, { pod }: BenchMember): string {
  return `${pod}.${name}.${namespace}.svc.cluster.local:3301`;
}

function object(kind: string, metadata: ObjectMeta, spec: object): KubeObject {
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind,
    metadata: { namespace, ...metadata },
    spec,
  } as KubeObject;
}

function uuidOf(cluster: number, member: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  return `aaaaaaaa-0000-4000-8000-${hex(cluster, 8)}${hex(member, 4)}`;
}
