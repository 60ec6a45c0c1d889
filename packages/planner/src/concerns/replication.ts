import type { Instance, Issue } from '@cartridge-on-kubernetes/api';
import { askAgainSeconds } from '../facts/ask-again.ts';
import { chooseVia } from '../facts/choose-via.ts';
import { issueKey, lastsSeconds } from '../facts/sightings.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';

/** Replication that stopped for less time may resume by itself. */
const PERSISTS_SECONDS = 3;

/** A starting instance reconnects by itself at first. */
const STARTS_SECONDS = 10;

/**
 * After a pod got a new address, Tarantool may keep trying the old address for minutes. Cartridge names the members
 * whose replication should be restarted. A member that was starting while another member was refilled may need log rows
 * that this other member no longer has. It gets them from a third member, yet Tarantool has given up replication from
 * the other member, and waits for it until replication is restarted.
 */
export function planReplication(world: World): Findings {
  const { topology } = world;
  if (topology === null || !world.isFormed) return {};
  const stopped = topology.suggestions.restartReplication.flatMap(
    uuid => world.membersByUuid.get(uuid) ?? [],
  );
  const ripe = stopped.filter(member => hasPersisted(world, member) && canBegin(world, member));
  const broken = topology.issues.filter(
    ({ topic, level }) => topic === 'replication' && level === 'critical',
  );
  return {
    actions: ripe.map(member => restart(world, member)),
    waits: stopped.length + broken.length > 0 ? [awaitReplication(world, { stopped, broken })] : [],
  };
}

function hasPersisted({ snapshot }: World, { uuid }: Instance): boolean {
  return lastsSeconds(snapshot, snapshot.sightings.stoppedReplication[uuid]) >= PERSISTS_SECONDS;
}

function canBegin({ viewsByUuid, snapshot }: World, { uuid, status, disabled }: Instance): boolean {
  const view = viewsByUuid.get(uuid);
  if (disabled || view?.answer?.kind !== 'answered') return false;
  const { state } = view.answer.self;
  if (state === 'RolesConfigured') return status === 'healthy';
  const lasts = lastsSeconds(snapshot, snapshot.sightings.states[view.name]?.since);
  return state === 'ConnectingFullmesh' && lasts >= STARTS_SECONDS;
}

function restart(world: World, { uuid, uri }: Instance): Action {
  const { names, viewsByUuid, clusterRef } = world;
  const pod = names[uuid] ?? uri;
  return {
    kind: 'restart_replication',
    key: `restart the replication of ${pod}`,
    urgency: 'heals',
    via: chooseVia(world, [uuid]),
    uuid,
    pod,
    reason: 'Cartridge suggests it, as the instance receives no data from a running member',
    event: 'ReplicationRestarted',
    about: viewsByUuid.get(uuid)?.ref ?? clusterRef,
  };
}

const SELDOM_SECONDS = 60;

interface BrokenReplication {
  stopped: readonly Instance[];
  broken: readonly Issue[];
}

function awaitReplication(
  { names, clusterRef, snapshot }: World,
  { stopped, broken }: BrokenReplication,
): Wait {
  const members = stopped.map(({ uuid, uri }) => names[uuid] ?? uri).sort();
  const since = [
    ...stopped.map(({ uuid }) => snapshot.sightings.stoppedReplication[uuid]),
    ...broken.map(issue => snapshot.sightings.issues[issueKey(issue)]),
  ];
  return {
    reason: 'ReplicationStopped',
    about: clusterRef,
    message:
      members.length === 0 ? 'Replication is broken' : `Replication to ${members.join(', ')} is broken`,
    cure: 'Tarantool reconnects; where it does not, the operator restarts replication as Cartridge suggests',
    severity: 'progress',
    retryAfterSeconds: askAgainSeconds(
      Math.min(...since.map(time => lastsSeconds(snapshot, time))),
      SELDOM_SECONDS,
    ),
  };
}
