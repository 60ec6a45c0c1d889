import type { ReplicasetEdit, TopologyEdit } from '@cartridge-on-kubernetes/api';
import { chooseVia } from '../facts/choose-via.ts';
import { hasFailed } from '../facts/tries.ts';
import type { World } from '../facts/world.ts';
import {
  type EditTopology,
  type FailoverChange,
  leavingUuids,
  type SetFailover,
  type Urgency,
} from '../plan/action.ts';
import type { ReplicasetView } from '../views/views.ts';

interface Edit {
  world: World;
  key: string;
  urgency: Urgency;
  edit: TopologyEdit;
  /** left out: chosen by `chooseVia` */
  via?: string;
  reason: string;
  event: EditTopology['event'];
  about: EditTopology['about'];
}

/** A change of the topology, sent through an instance that it neither disables nor expels. */
export function editTopology({ world, ...action }: Edit): EditTopology {
  return {
    kind: 'edit_topology',
    via: chooseVia(world, leavingUuids(action.edit)),
    names: namesIn(action.edit, world.names),
    ...action,
  };
}

export interface ReplicasetChange {
  replicaset: ReplicasetView;
  edit: ReplicasetEdit;
}

interface Batch {
  world: World;
  /** key of the one call; a call for one replicaset has its name appended */
  key: string;
  urgency: Urgency;
  changes: readonly ReplicasetChange[];
  /** reason of a call with these changes */
  describe: (changes: readonly ReplicasetChange[]) => string;
  event: EditTopology['event'];
}

/**
 * All changes in one call. Where that one call failed lately, one call a replicaset: Cartridge refuses a call as a
 * whole, and one bad replicaset must not stop the other replicasets.
 */
export function editReplicasets({ world, key, urgency, changes, describe, event }: Batch): EditTopology[] {
  if (changes.length === 0) return [];
  const common = { world, urgency, event };
  const single = changes.map(change =>
    editTopology({
      ...common,
      key: `${key} ${change.replicaset.name}`,
      edit: { replicasets: [change.edit] },
      reason: describe([change]),
      about: change.replicaset.ref,
    }),
  );
  if (changes.length === 1 || hasFailed(world.snapshot, key)) return single;
  return [
    editTopology({
      ...common,
      key,
      edit: { replicasets: changes.map(change => change.edit) },
      reason: describe(changes),
      about: world.clusterRef,
    }),
  ];
}

export function setFailover(world: World, params: FailoverChange, reason: string): SetFailover {
  return {
    kind: 'set_failover',
    key: 'set failover',
    urgency: 'changes',
    via: chooseVia(world),
    params,
    reason,
    event: 'FailoverConfigured',
    about: world.clusterRef,
  };
}

function namesIn(edit: TopologyEdit, names: Readonly<Record<string, string>>): Record<string, string> {
  const uuids = [
    ...(edit.instances ?? []).map(instance => instance.uuid),
    ...(edit.replicasets ?? []).flatMap(replicaset => [
      replicaset.uuid,
      ...(replicaset.joinInstances ?? []).map(instance => instance.uuid),
      ...(replicaset.failoverPriority ?? []),
    ]),
  ];
  return Object.fromEntries(uuids.map(uuid => [uuid, names[uuid] ?? uuid]));
}
