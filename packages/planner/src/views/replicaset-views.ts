import {
  labels,
  type ObjectReference,
  replicasetUuid,
  type StatefulSet,
  statefulSetName,
  statefulSetOrdinal,
} from '@cartridge-on-kubernetes/api';
import { objectReference } from '../plan/object-reference.ts';
import type { Snapshot } from '../snapshot.ts';
import { buildInstanceViews } from './instance-views.ts';
import type { SnapshotIndex } from './snapshot-index.ts';
import type { InstanceView, ReplicasetView, RoleView } from './views.ts';

interface Input {
  snapshot: Snapshot;
  roles: readonly RoleView[];
  index: SnapshotIndex;
}

export function buildReplicasetViews({ snapshot, roles, index }: Input): ReplicasetView[] {
  const ordinals = ordinalsByRole(snapshot);
  return roles.flatMap(role =>
    ordinalsOf(role, ordinals).map(ordinal => buildReplicasetView({ snapshot, role, ordinal, index })),
  );
}

/** Ordinals of existing StatefulSets by the Role that controls them. */
function ordinalsByRole({ statefulSets }: Snapshot): Map<string, number[]> {
  const ordinals = new Map<string, number[]>();
  for (const { metadata } of statefulSets) {
    const role = metadata.ownerReferences?.find(owner => owner.controller && owner.kind === 'Role')?.name;
    const ordinal = role === undefined ? null : statefulSetOrdinal(role, metadata.name);
    if (role !== undefined && ordinal !== null) ordinals.set(role, [...(ordinals.get(role) ?? []), ordinal]);
  }
  return ordinals;
}

function ordinalsOf(role: RoleView, existing: ReadonlyMap<string, readonly number[]>): number[] {
  const wanted = Array.from({ length: role.numReplicasets }, (_, ordinal) => ordinal);
  return [...new Set([...wanted, ...(existing.get(role.name) ?? [])])].sort((left, right) => left - right);
}

interface ReplicasetInput {
  snapshot: Snapshot;
  role: RoleView;
  ordinal: number;
  index: SnapshotIndex;
}

function buildReplicasetView({ snapshot, role, ordinal, index }: ReplicasetInput): ReplicasetView {
  const name = statefulSetName(role.name, ordinal);
  const statefulSet = index.statefulSets.get(name) ?? null;
  const standing = ordinal < role.numReplicasets ? 'wanted' : 'kept';
  const instances = buildInstanceViews({ snapshot, role, name, statefulSet, standing, index });
  const uuid = uuidOf({ snapshot, name, statefulSet, instances });
  return {
    name,
    role,
    ref: statefulSet === null ? reference(snapshot, name) : objectReference(statefulSet),
    uuid,
    standing,
    statefulSet,
    live: index.replicasetsByUuid.get(uuid) ?? null,
    instances,
  };
}

interface Remembered {
  snapshot: Snapshot;
  name: string;
  statefulSet: StatefulSet | null;
  instances: readonly InstanceView[];
}

/**
 * The uuid in the topology comes first, then the uuid on the objects; a uuid is computed for a new replicaset only.
 * Uuids of 0.0.10 are computed in another namespace.
 */
function uuidOf({ snapshot, name, statefulSet, instances }: Remembered): string {
  const pods = instances.map(instance => instance.pod?.metadata.labels?.[labels.replicasetUuid]);
  return (
    instances.find(instance => instance.live?.replicasetUUID)?.live?.replicasetUUID ??
    statefulSet?.metadata.labels?.[labels.replicasetUuid] ??
    pods.find(uuid => uuid !== undefined) ??
    snapshot.cluster.status?.replicasets?.find(row => row.name === name)?.uuid ??
    replicasetUuid(name)
  );
}

function reference(snapshot: Snapshot, name: string): ObjectReference {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    namespace: snapshot.cluster.metadata.namespace ?? '',
    name,
  };
}
