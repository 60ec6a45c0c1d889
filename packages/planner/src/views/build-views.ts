import type { Cluster, Role, Topology } from '@cartridge-on-kubernetes/api';
import { objectReference } from '../plan/object-reference.ts';
import type { Snapshot } from '../snapshot.ts';
import { ownershipOf } from './ownership.ts';
import { buildReplicasetViews } from './replicaset-views.ts';
import { buildRoleViews } from './role-views.ts';
import { groupBy, indexSnapshot } from './snapshot-index.ts';
import type { ReplicasetView, Views } from './views.ts';

/** Finds everything once; linear in the size of the snapshot. */
export function buildViews(snapshot: Snapshot): Views {
  const topology = snapshot.topology.kind === 'answered' ? snapshot.topology.topology : null;
  const selected = buildRoleViews(snapshot);
  const roles = selected.filter(({ role }) => !isOfAnother(role, snapshot.cluster));
  const index = indexSnapshot(snapshot, topology);
  const replicasets = buildReplicasetViews({ snapshot, roles, index });
  const instances = replicasets.flatMap(replicaset => replicaset.instances);
  return {
    snapshot,
    cluster: snapshot.cluster,
    clusterRef: objectReference(snapshot.cluster),
    roles,
    foreignRoles: selected.filter(({ role }) => isOfAnother(role, snapshot.cluster)),
    replicasets,
    replicasetsByName: new Map(replicasets.map(replicaset => [replicaset.name, replicaset])),
    instances,
    topology,
    asked: snapshot.topology.kind === 'answered' ? snapshot.topology.pod : '',
    isFormed: topology !== null && topology.replicasets.length > 0,
    membersByUuid: index.instancesByUuid,
    viewsByUuid: new Map(instances.filter(view => view.live !== null).map(view => [view.uuid, view])),
    podsByName: index.pods,
    claims: new Map(snapshot.claims.map(claim => [claim.metadata.name, claim])),
    podEvents: groupBy(snapshot.podEvents, event => event.involvedObject.name),
    names: collectNames(replicasets, topology),
  };
}

function isOfAnother(role: Role, cluster: Cluster): boolean {
  return typeof ownershipOf(role, cluster) === 'object';
}

function collectNames(
  replicasets: readonly ReplicasetView[],
  topology: Topology | null,
): Record<string, string> {
  const names: Record<string, string> = {};
  for (const { uuid, uri } of topology?.instances ?? []) if (uuid !== '') names[uuid] = shortName(uri);
  for (const replicaset of replicasets) {
    names[replicaset.uuid] = replicaset.name;
    for (const instance of replicaset.instances) names[instance.uuid] = instance.name;
  }
  return names;
}

/** The pod behind a URI within Kubernetes, also when it is gone; other URIs as they are. */
function shortName(uri: string): string {
  return /^([a-z0-9-]+)\..+\.svc\./.exec(uri)?.[1] ?? uri;
}
