import { annotations, type Instance, podOrdinal, type Replicaset } from '@cartridge-on-kubernetes/api';
import { editTopology } from '../../actions/cartridge-actions.ts';
import { recordAnnotation } from '../../actions/kubernetes-actions.ts';
import { absentMembers } from '../../facts/absent-members.ts';
import { leaderBeside } from '../../facts/lost-members.ts';
import { mayBeBehind } from '../../facts/members.ts';
import { formatStopped, recordedAsStopped } from '../../facts/stopped-record.ts';
import type { World } from '../../facts/world.ts';
import type { EditTopology } from '../../plan/action.ts';
import type { Findings } from '../../plan/findings.ts';
import type { Wait } from '../../plan/notice.ts';
import type { ReplicasetView } from '../../views/views.ts';

interface StoppedMember {
  name: string;
  member: Instance;
  replicaset: ReplicasetView;
  live: Replicaset;
}

/**
 * A member that a smaller ReplicaCount stopped stays in the topology, disabled. Otherwise the other members could not
 * restart, as they wait for every enabled member of their replicaset, nor accept any change.
 */
export function planScaledAway(world: World): Findings {
  const { topology } = world;
  if (topology === null || mayBeBehind(topology) || world.lostMembers.length > 0) return {};
  const stopped = world.replicasets.flatMap(replicaset => findStopped(world, replicaset));
  if (stopped.length === 0) return {};
  const dispensable = stopped.filter(candidate => isDispensable(world, candidate));
  const needed = stopped.filter(candidate => !dispensable.includes(candidate));
  const absent = absentMembers(world, new Set(dispensable.map(({ member }) => member.uuid)));
  if (dispensable.length > 0 && absent.length === 0) return { actions: disable(world, dispensable) };
  return { waits: [...needed.map(candidate => awaitNeeded(world, candidate)), ...awaitWaiting(stopped)] };
}

function findStopped(world: World, replicaset: ReplicasetView): StoppedMember[] {
  const { live, statefulSet, role, standing, name: statefulSetName } = replicaset;
  if (live === null || statefulSet === null || standing !== 'wanted' || role.template === null) return [];
  const replicas = Math.max(role.replicas, statefulSet.spec.replicas ?? 1);
  return live.instanceUUIDs.flatMap(uuid => {
    const member = world.membersByUuid.get(uuid);
    const name = world.names[uuid] ?? '';
    const ordinal = podOrdinal(statefulSetName, name);
    if (member === undefined || member.disabled || ordinal === null || ordinal < replicas) return [];
    return world.podsByName.has(name) ? [] : [{ name, member, replicaset, live }];
  });
}

/**
 * A disabled member comes back with the config it had. If it was first in failover priority by that config, it would
 * lead while the other members follow another leader, so such a member is never disabled. In mode raft every member
 * counts as a voter, and a person has to decide.
 */
function isDispensable(world: World, { live, member }: StoppedMember): boolean {
  return (
    world.topology?.failover.mode !== 'raft' &&
    live.instanceUUIDs[0] !== member.uuid &&
    leaderBeside({ views: world, live, uuid: member.uuid }) !== null
  );
}

/** All in one call, as a call fails while any member that stays enabled is away. */
function disable(world: World, stopped: readonly StoppedMember[]) {
  const names = stopped.map(({ name }) => name);
  const them = names.length === 1 ? 'it' : 'them';
  const record = recordAnnotation({
    urgency: 'protects',
    object: world.cluster,
    key: annotations.stoppedMembers,
    value: formatStopped([...recordedAsStopped(world.cluster), ...names]),
    reason: 'members that come back are enabled again',
  });
  const edit: EditTopology = editTopology({
    world,
    key: `disable ${names.join(', ')}`,
    urgency: 'heals',
    edit: { instances: stopped.map(({ member }) => ({ uuid: member.uuid, disabled: true })) },
    reason: `a smaller ReplicaCount stopped ${them}, and the other members must not wait for ${them}`,
    event: 'MemberDisabled',
    about: world.clusterRef,
  });
  const [first] = record;
  return first === undefined ? [edit] : [first, { ...edit, after: first.key }];
}

function awaitNeeded(world: World, { name, replicaset, live, member }: StoppedMember): Wait {
  const common = { reason: 'MemberStopped', about: replicaset.ref } as const;
  const what = `${name} of ${replicaset.name} was stopped by a smaller ReplicaCount`;
  if (world.topology?.failover.mode === 'raft') {
    return {
      ...common,
      message: `${what}, and still counts as a voter of raft; Cartridge accepts no change without it`,
      cure: `Raise ReplicaCount of role ${replicaset.role.name} again, or disable ${name} in the Web UI, where it keeps its data`,
      severity: 'problem',
      retryAfterSeconds: 10,
    };
  }
  if (live.instanceUUIDs[0] === member.uuid) {
    return {
      ...common,
      message: `${what}, and is first in its failover priority; Cartridge accepts no change without it`,
      cure: `Raise ReplicaCount of role ${replicaset.role.name} again; before lowering it, put a member that stays first in the failover priority`,
      severity: 'problem',
      retryAfterSeconds: 10,
    };
  }
  return {
    ...common,
    message: `${what}, and no other member of the replicaset leads yet`,
    cure: 'The operator disables it, and does not expel it, once another member leads',
    severity: 'progress',
    retryAfterSeconds: 2,
  };
}

/** Too late to disable the stopped member: an instance that waits for all members of its replicaset accepts no change. */
function awaitWaiting(stopped: readonly StoppedMember[]): Wait[] {
  return stopped.flatMap(({ name, replicaset }) => {
    const waiting = replicaset.instances.filter(
      ({ answer }) => answer?.kind === 'answered' && answer.self.state === 'ConnectingFullmesh',
    );
    if (waiting.length === 0) return [];
    return [
      {
        reason: 'MemberStopped' as const,
        about: replicaset.ref,
        message: `${waiting.map(instance => instance.name).join(', ')} cannot start without ${name}, which a smaller ReplicaCount stopped`,
        cure: `Raise ReplicaCount of role ${replicaset.role.name} again until all instances are healthy, then lower it`,
        severity: 'problem' as const,
        retryAfterSeconds: 5,
      },
    ];
  });
}
