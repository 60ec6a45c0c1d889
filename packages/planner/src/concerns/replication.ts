import type { Instance, Issue } from '@cartridge-on-kubernetes/api';
import { askAgainSeconds } from '../facts/ask-again.ts';
import { chooseVia } from '../facts/choose-via.ts';
import { issueKey, lastsSeconds } from '../facts/sightings.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';

/** Replication that is about to come back by itself is left alone. */
const PERSISTS_SECONDS = 3;

/** Whoever starts connects anew by itself at first. */
const STARTS_SECONDS = 10;

/**
 * After a pod got a new address, Tarantool may keep trying the old one for minutes. Cartridge names the members that
 * should begin anew. One that was starting while another was refilled may miss the log that the other no longer has; it
 * gets it from a third member, yet Tarantool has given up the other and waits for it for ever, until it begins anew.
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
    reason: 'Cartridge suggests it, as it does not receive from another member that is up',
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
  const who = stopped.map(({ uuid, uri }) => names[uuid] ?? uri).sort();
  const since = [
    ...stopped.map(({ uuid }) => snapshot.sightings.stoppedReplication[uuid]),
    ...broken.map(issue => snapshot.sightings.issues[issueKey(issue)]),
  ];
  return {
    reason: 'ReplicationStopped',
    about: clusterRef,
    message: who.length === 0 ? 'Replication is broken' : `Replication to ${who.join(', ')} is broken`,
    cure: 'Tarantool tries again by itself; where Cartridge suggests it, replication is restarted',
    severity: 'progress',
    retryAfterSeconds: askAgainSeconds(
      Math.min(...since.map(time => lastsSeconds(snapshot, time))),
      SELDOM_SECONDS,
    ),
  };
}
