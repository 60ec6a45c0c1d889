import {
  API_VERSION,
  CLUSTER_KIND,
  type Cluster,
  type Condition,
  type ObjectMeta,
  type Pod,
  type PodStatus,
  type Problem,
  ROLE_KIND,
  type Role,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';

// Objects of which a test tells only what it is about.

export function makePod(part: { metadata: ObjectMeta; spec?: Pod['spec']; status?: PodStatus }): Pod {
  return { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a' }] }, ...part };
}

export function makeCluster(part: {
  metadata: ObjectMeta;
  spec?: Cluster['spec'];
  status?: Cluster['status'];
}): Cluster {
  return { apiVersion: API_VERSION, kind: CLUSTER_KIND, ...part };
}

export function makeRole(part: { metadata: ObjectMeta; status?: Role['status'] }): Role {
  return { apiVersion: API_VERSION, kind: ROLE_KIND, ...part };
}

export function makeStatefulSet({
  metadata,
  replicas,
}: {
  metadata: ObjectMeta;
  replicas: number;
}): StatefulSet {
  const { name } = metadata;
  const spec = { replicas, serviceName: name, selector: { matchLabels: { app: name } }, template: {} };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec };
}

export function makeCondition(part: Pick<Condition, 'type' | 'status'> & Partial<Condition>): Condition {
  return { reason: 'Test', message: '', lastTransitionTime: '2026-01-01T00:00:00Z', ...part };
}

export function makeProblem(part: Partial<Problem>): Problem {
  return {
    reason: 'TopologyUnknown',
    object: 'Role/routers',
    message: 'It cannot be done',
    cure: 'Wait',
    ...part,
  };
}
