import {
  conditionTypes,
  type Issue,
  parseTime,
  podName,
  type Replicaset,
  type Topology,
} from '@cartridge-on-kubernetes/api';
import type { Sightings, Snapshot } from '../snapshot.ts';
import { startedAt } from './pod-history.ts';

type Seen = Pick<Snapshot, 'now' | 'cluster' | 'statefulSets' | 'pods' | 'answers' | 'topology'>;

/**
 * The sightings after another pass. `previous` is null in the first pass: what it finds may have lasted for long, so it
 * counts from the earliest time that the objects allow. An instance that does not answer keeps its last known state.
 */
export function renewSightings(previous: Sightings | null, seen: Seen): Sightings {
  const seenHere = {
    states: renewStates(previous, seen),
    silent: renewSilence(previous, seen),
    missingPods: renew(previous?.missingPods, namesOfMissing(seen), seen.now),
  };
  if (seen.topology.kind === 'none') return { ...(previous ?? NOTHING_SEEN), ...seenHere };
  const { topology } = seen.topology;
  const firstSeen = previous === null ? troubledSince(seen) : seen.now;
  return {
    ...seenHere,
    unhealthy: renew(previous?.unhealthy, unhealthyUuids(topology), firstSeen),
    // The first pass cannot know whether the leader has just changed.
    leaderships: renew(previous?.leaderships, topology.replicasets.map(leadershipKey), seen.now),
    issues: renew(previous?.issues, topology.issues.map(issueKey), firstSeen),
    // Replication that has stopped for some seconds is restarted, and the first pass cannot know whether these have
    // passed.
    stoppedReplication: renew(
      previous?.stoppedReplication,
      topology.suggestions.restartReplication,
      seen.now,
    ),
  };
}

/** Moves all times by the milliseconds that the wall clock was set by: what had lasted for 5 s then has lasted for 5 s. */
export function moveSightings(sightings: Sightings, milliseconds: number): Sightings {
  const moved = (since: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(since).map(([key, time]) => [key, time + milliseconds]));
  const states = Object.entries(sightings.states).map(
    ([pod, { state, since }]) => [pod, { state, since: since + milliseconds }] as const,
  );
  return {
    states: Object.fromEntries(states),
    silent: moved(sightings.silent),
    missingPods: moved(sightings.missingPods),
    unhealthy: moved(sightings.unhealthy),
    leaderships: moved(sightings.leaderships),
    issues: moved(sightings.issues),
    stoppedReplication: moved(sightings.stoppedReplication),
  };
}

const NOTHING_SEEN: Omit<Sightings, 'states' | 'silent' | 'missingPods'> = {
  unhealthy: {},
  leaderships: {},
  issues: {},
  stoppedReplication: {},
};

/** How long a state that is seen now has lasted. */
export function lastsSeconds({ now }: Snapshot, since: number | undefined): number {
  return (now - (since ?? now)) / 1000;
}

/** The message of the issue is no part of the key, as it may contain figures that change. */
export function issueKey({ topic, level, instanceUUID, replicasetUUID }: Issue): string {
  return [topic, level, instanceUUID ?? '', replicasetUUID ?? ''].join(' ');
}

export function leadershipKey({ uuid, activeLeaderUUID }: Replicaset): string {
  return `${uuid} ${activeLeaderUUID ?? ''}`;
}

function renewStates(previous: Sightings | null, { now, pods, answers }: Seen): Sightings['states'] {
  const podsByName = new Map(pods.map(pod => [pod.metadata.name, pod]));
  const entries = answers.flatMap(answer => {
    const before = previous?.states[answer.pod];
    if (answer.kind === 'unreachable') return before === undefined ? [] : [[answer.pod, before] as const];
    const { state } = answer.self;
    const pod = podsByName.get(answer.pod);
    const started = pod === undefined ? null : startedAt(pod, now);
    const firstSeen = previous === null ? (started ?? now) : now;
    const since = before?.state === state ? Math.max(before.since, started ?? 0) : firstSeen;
    return [[answer.pod, { state, since }] as const];
  });
  return Object.fromEntries(entries);
}

function renewSilence(previous: Sightings | null, { now, pods, answers }: Seen): Sightings['silent'] {
  const podsByName = new Map(pods.map(pod => [pod.metadata.name, pod]));
  const silent = answers.filter(({ kind }) => kind === 'unreachable');
  return Object.fromEntries(
    silent.map(({ pod: name }) => {
      const pod = podsByName.get(name);
      const firstSeen = previous === null && pod !== undefined ? (startedAt(pod, now) ?? now) : now;
      return [name, previous?.silent[name] ?? firstSeen];
    }),
  );
}

function namesOfMissing({ statefulSets, pods }: Seen): string[] {
  const present = new Set(pods.map(pod => pod.metadata.name));
  return statefulSets
    .flatMap(({ metadata, spec }) =>
      Array.from({ length: spec.replicas ?? 1 }, (_, ordinal) => podName(metadata.name, ordinal)),
    )
    .filter(name => !present.has(name));
}

/** Since when condition Healthy has been False; now, where it is not. */
function troubledSince({ now, cluster }: Seen): number {
  const healthy = cluster.status?.conditions?.find(({ type }) => type === conditionTypes.healthy);
  const since = healthy?.status === 'False' ? parseTime(healthy.lastTransitionTime) : Number.NaN;
  return Number.isNaN(since) ? now : since;
}

function unhealthyUuids({ instances }: Topology): string[] {
  return instances.filter(({ uuid, status }) => uuid !== '' && status !== 'healthy').map(({ uuid }) => uuid);
}

function renew(
  previous: Readonly<Record<string, number>> = {},
  keys: readonly string[],
  firstSeen: number,
): Record<string, number> {
  return Object.fromEntries(keys.map(key => [key, previous[key] ?? firstSeen]));
}
