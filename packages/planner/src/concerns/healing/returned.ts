import { annotations, type TopologyEdit } from '@cartridge-on-kubernetes/api';
import { editTopology } from '../../actions/cartridge-actions.ts';
import { patchObject } from '../../actions/kubernetes-actions.ts';
import { absentMembers } from '../../facts/absent-members.ts';
import { leaderBeside } from '../../facts/lost-members.ts';
import { mayBeBehind } from '../../facts/members.ts';
import { formatStopped, recordedAsStopped } from '../../facts/stopped-record.ts';
import { isUnconfigured } from '../../facts/unconfigured.ts';
import type { World } from '../../facts/world.ts';
import type { Action } from '../../plan/action.ts';
import type { Findings } from '../../plan/findings.ts';
import type { InstanceView, ReplicasetView } from '../../views/views.ts';
import { introduce } from './introduce.ts';
import { priorityFrom } from './priority.ts';

/** Members that were disabled when they were stopped are enabled once they are back and can take the config. */
export function planReturned(world: World): Findings {
  const { topology } = world;
  const recorded = recordedAsStopped(world.cluster);
  if (topology === null || recorded.length === 0) return {};
  const forget = forgetSettled(world, recorded);
  const isCalm = !mayBeBehind(topology) && world.lostMembers.length === 0;
  if (!isCalm || absentMembers(world).length > 0) return { actions: forget };
  const enabled = world.replicasets.flatMap(replicaset =>
    replicaset.instances
      .filter(instance => recorded.includes(instance.name) && isBack(instance))
      .flatMap(instance => enable({ world, replicaset, instance })),
  );
  return { actions: [...enabled, ...forget] };
}

function isBack(instance: InstanceView): boolean {
  const { live, standing, pod, answer } = instance;
  if (
    live === null ||
    !live.disabled ||
    standing !== 'wanted' ||
    pod?.metadata.deletionTimestamp !== undefined
  )
    return false;
  const isConfigured = answer?.kind === 'answered' && answer.self.state === 'RolesConfigured';
  return isConfigured || isUnconfigured(instance);
}

/**
 * The same change boots a member whose volume was removed meanwhile, so such a member must not be first in failover
 * priority.
 */
function enable({
  world,
  replicaset,
  instance,
}: {
  world: World;
  replicaset: ReplicasetView;
  instance: InstanceView;
}): Action[] {
  const { live } = replicaset;
  if (live === null) return [];
  const edit: TopologyEdit = { instances: [{ uuid: instance.uuid, disabled: false }] };
  const isEmpty = isUnconfigured(instance);
  const leader = leaderBeside({ views: world, live, uuid: instance.uuid });
  if (isEmpty && leader === null) return [];
  const failoverPriority = priorityFrom({
    world,
    live,
    empty: new Set([instance.uuid]),
    first: leader?.uuid ?? '',
  });
  const isMisled = isEmpty && live.instanceUUIDs[0] === instance.uuid;
  const action = editTopology({
    world,
    key: `enable ${instance.name}`,
    urgency: 'heals',
    edit: isMisled ? { ...edit, replicasets: [{ uuid: replicaset.uuid, failoverPriority }] } : edit,
    reason: isEmpty ? 'it is back and gets the data from its leader' : 'it is back',
    event: 'MemberEnabled',
    about: instance.ref,
  });
  return [isEmpty ? { ...action, introductions: introduce(world, leader, instance) } : action];
}

/** Removes from the record the members that are enabled again, by the operator or a person, or that left the topology. */
function forgetSettled(world: World, recorded: readonly string[]): Action[] {
  const kept = recorded.filter(name => {
    const view = world.instances.find(instance => instance.name === name);
    const isMember = Object.entries(world.names).some(
      ([uuid, known]) => known === name && world.membersByUuid.has(uuid),
    );
    return isMember && !(view?.standing === 'wanted' && view.live !== null && !view.live.disabled);
  });
  if (kept.length === recorded.length) return [];
  const value = kept.length === 0 ? null : formatStopped(kept);
  return [
    patchObject({
      urgency: 'records',
      object: world.cluster,
      patch: { metadata: { annotations: { [annotations.stoppedMembers]: value } } },
      what: `annotation ${annotations.stoppedMembers}`,
      reason: 'these members are enabled again, or no longer members',
      event: null,
    }),
  ];
}
