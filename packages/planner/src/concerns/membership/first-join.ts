import { annotations, claimName, type KnownRole, type Pod, parseTime } from '@cartridge-on-kubernetes/api';
import { editTopology } from '../../actions/cartridge-actions.ts';
import { recordAnnotation } from '../../actions/kubernetes-actions.ts';
import { evidenceOfMembership } from '../../facts/ask-order.ts';
import { findHoldUp } from '../../facts/held-up.ts';
import { impliesRouter, impliesStorage, wantedRoles } from '../../facts/roles/wanted-roles.ts';
import { recentFailures } from '../../facts/tries.ts';
import { isUnconfigured } from '../../facts/unconfigured.ts';
import { unknownHost } from '../../facts/unknown-host.ts';
import { diagnosisOf, type World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';
import type { Wait } from '../../plan/notice.ts';
import type { ActionFailure } from '../../snapshot.ts';
import type { InstanceView, ReplicasetView } from '../../views/views.ts';
import type { Candidates } from './candidates.ts';
import { describeJoiners, joinEdit } from './join-edit.ts';

/**
 * The first join founds the cluster, so it must never happen twice. It goes through an instance that takes part in
 * it, and its members are written down before it is sent.
 */
export function planFirstJoin(world: World, candidates: readonly Candidates[]): Findings {
  const evidence = evidenceOfMembership(world.snapshot);
  if (evidence !== null) return holdFormed(world, evidence);
  if (world.topology === null) return {};
  const doubt = waitForEarlierMembers(world);
  if (doubt !== null) return { waits: [doubt] };
  const members = withoutBlamed(world, candidates);
  const via = chooseFounder(world, members);
  if (via === null) return {};
  const missing = missingKinds(world, members);
  const awaited = missing.filter(({ heldUpBy }) => heldUpBy === null);
  if (awaited.length > 0) return { waits: [incomplete(world, awaited)] };
  return { actions: join({ world, via, members, missing }) };
}

/**
 * The operator waits for a cluster that was formed before; where no instance knows it any more, only a person can
 * decide.
 */
function holdFormed({ snapshot, clusterRef, instances }: World, evidence: string): Findings {
  const wanted = instances.filter(instance => instance.standing === 'wanted');
  if (wanted.length > 0 && wanted.every(isUnconfigured)) {
    const message = `Every instance is unconfigured, but ${evidence}`;
    const cure =
      'Restore the volumes. To begin anew without the data, uninstall the release, delete its PersistentVolumeClaims and install again';
    return { refusals: [{ reason: 'ClusterLost', about: clusterRef, message, cure }] };
  }
  const message =
    snapshot.topology.kind === 'none' ? snapshot.topology.message : `No member answers, but ${evidence}`;
  const cure = 'The operator changes nothing in Cartridge until a configured instance answers';
  return {
    waits: [
      {
        reason: 'TopologyUnknown',
        about: clusterRef,
        message,
        cure,
        severity: 'progress',
        retryAfterSeconds: 2,
      },
    ],
  };
}

/**
 * A silent pod may be a member of an earlier cluster if it was part of a first join, or if its volume is older than the
 * Cluster.
 */
function waitForEarlierMembers(world: World): Wait | null {
  const old = instancesWithOldClaims(world);
  const silent = world.instances.filter(
    instance => instance.standing === 'wanted' && !isUnconfigured(instance),
  );
  const doubtful = silentFounder(world) ?? silent.find(({ name }) => old.has(name));
  if (doubtful === undefined) return null;
  return {
    reason: 'OldDataFound',
    about: doubtful.ref,
    message: `${doubtful.name} may be a member of an earlier cluster, but does not answer yet`,
    cure: `Bring ${doubtful.name} up; if the data on its volume is not needed, delete its PersistentVolumeClaim and the pod`,
    // After a reinstall over kept volumes every pod is silent at first.
    severity: severityOf(world, doubtful.name),
    retryAfterSeconds: 2,
  };
}

/**
 * One that an earlier try of the first join named, and that does not say that it is unconfigured: also where it is wanted
 * no more, as long as its pod or its volume is there.
 */
function silentFounder({
  cluster,
  snapshot,
  instances,
}: World): Pick<InstanceView, 'name' | 'ref'> | undefined {
  const namespace = cluster.metadata.namespace ?? '';
  const named = (cluster.metadata.annotations?.[annotations.firstJoin] ?? '').split(',');
  const hasVolume = (name: string): boolean =>
    snapshot.claims.some(({ metadata }) => metadata.name.endsWith(`-${name}`));
  return named
    .filter(name => name !== '')
    .flatMap(name => {
      const known = instances.find(instance => instance.name === name);
      if (known === undefined)
        return hasVolume(name) ? [{ name, ref: { apiVersion: 'v1', kind: 'Pod', namespace, name } }] : [];
      const isThere = known.standing === 'wanted' || known.pod !== null || hasVolume(name);
      return isThere && !isUnconfigured(known) ? [known] : [];
    })[0];
}

function severityOf(world: World, name: string): Wait['severity'] {
  const instance = world.instances.find(known => known.name === name);
  return (instance === undefined ? null : diagnosisOf(world, instance).wait)?.severity ?? 'problem';
}

/** Instances whose volume is older than the Cluster, also where their pod does not exist yet. */
function instancesWithOldClaims({ snapshot, replicasets, claims }: World): Set<string> {
  const created = parseTime(snapshot.cluster.metadata.creationTimestamp ?? '');
  const isOld = (name: string): boolean =>
    parseTime(claims.get(name)?.metadata.creationTimestamp ?? '') < created;
  const names = replicasets.flatMap(({ role, statefulSet, instances }) => {
    const templates =
      statefulSet?.spec.volumeClaimTemplates ?? role.template?.spec?.volumeClaimTemplates ?? [];
    return instances
      .filter(({ name, pod }) =>
        [...claimsOfPod(pod), ...templates.map(({ metadata }) => claimName(metadata?.name ?? '', name))].some(
          isOld,
        ),
      )
      .map(({ name }) => name);
  });
  return new Set(names);
}

function claimsOfPod(pod: Pod | null): string[] {
  return pod?.spec.volumes?.flatMap(volume => volume.persistentVolumeClaim?.claimName ?? []) ?? [];
}

/**
 * Cartridge refuses a call as a whole; an instance that it complained about stays out of the next try, unless the
 * rest cannot found the cluster without it.
 */
function withoutBlamed(world: World, candidates: readonly Candidates[]): readonly Candidates[] {
  const messages = recentFailures(world.snapshot)
    .filter(failure => failure.key === JOIN_KEY && !mayPass(world, failure))
    .map(failure => failure.message);
  const isBlamed = ({ uri }: InstanceView) => messages.some(message => message.includes(uri));
  const rest = candidates
    .map(candidate => ({
      ...candidate,
      instances: candidate.instances.filter(instance => !isBlamed(instance)),
    }))
    .filter(({ instances }) => instances.length > 0);
  const isWorse = missingKinds(world, rest).length > missingKinds(world, candidates).length;
  return rest.length === 0 || isWorse ? candidates : rest;
}

const NAME_IS_AWAITED_SECONDS = 10;

/** A name that does not resolve yet usually does within seconds, and joining its instance later would take longer. */
function mayPass({ snapshot }: World, failure: ActionFailure): boolean {
  return unknownHost(failure) !== null && snapshot.now - failure.since < NAME_IS_AWAITED_SECONDS * 1000;
}

function chooseFounder({ asked }: World, members: readonly Candidates[]): string | null {
  const names = members.flatMap(({ instances }) => instances.map(instance => instance.name));
  return names.includes(asked) ? asked : (names[0] ?? null);
}

interface MissingKind {
  kind: 'router' | 'storage';
  /** why no such instance can join until a person acts; null while one is waited for */
  heldUpBy: string | null;
}

type Implies = (roles: readonly string[], known: readonly KnownRole[]) => boolean;

const KINDS: ReadonlyArray<{ kind: MissingKind['kind']; implies: Implies }> = [
  { kind: 'router', implies: impliesRouter },
  { kind: 'storage', implies: impliesStorage },
];

/**
 * Where vshard is used, the founders include a storage and a router, so that buckets are distributed at once. An
 * instance that is held up joins later: a stuck replicaset never stops the other replicasets
 * (docs/decisions/first-join.md).
 */
function missingKinds(world: World, members: readonly Candidates[]): MissingKind[] {
  const known = world.topology?.knownRoles ?? [];
  const present = members.flatMap(({ roles }) => roles);
  return KINDS.flatMap(({ kind, implies }): MissingKind[] => {
    const wanted = world.replicasets.filter(replicaset => isOfKind(world, replicaset, implies));
    if (wanted.length === 0 || implies(present, known)) return [];
    const holdUps = wanted.map(replicaset => findHoldUp(world, replicaset));
    return [{ kind, heldUpBy: holdUps.every(holdUp => holdUp !== null) ? (holdUps[0] ?? null) : null }];
  });
}

function isOfKind(world: World, { standing, role }: ReplicasetView, implies: Implies): boolean {
  const wanted = wantedRoles(role);
  const hasInstances = standing === 'wanted' && role.replicas > 0;
  return hasInstances && wanted.kind === 'roles' && implies(wanted.roles, world.topology?.knownRoles ?? []);
}

function incomplete({ clusterRef }: World, awaited: readonly MissingKind[]): Wait {
  return {
    reason: 'FirstJoinIncomplete',
    about: clusterRef,
    message: `The first join is waiting for ${describeKinds(awaited)}`,
    cure: 'The instances join once such an instance runs, or without it once Kubernetes reports what holds it up',
    severity: 'progress',
    retryAfterSeconds: 2,
  };
}

/** `one vshard-router and one vshard-storage instance` */
function describeKinds(kinds: readonly MissingKind[]): string {
  return `${kinds.map(({ kind }) => `one vshard-${kind}`).join(' and ')} instance`;
}

const JOIN_KEY = 'join the first instances';

interface FirstJoin {
  world: World;
  via: string;
  members: readonly Candidates[];
  missing: readonly MissingKind[];
}

function join({ world, via, members, missing }: FirstJoin) {
  const names = members.flatMap(({ instances }) => instances.map(instance => instance.name));
  const [record] = recordAnnotation({
    urgency: 'protects',
    object: world.cluster,
    key: annotations.firstJoin,
    value: names.join(','),
    reason: 'a second cluster must never be founded',
  });
  const edit = editTopology({
    world,
    via,
    key: JOIN_KEY,
    urgency: 'changes',
    edit: { replicasets: members.map(member => joinEdit(world, member).edit) },
    reason: [describeJoiners(names), ...missing.map(tellMissing)].join('; '),
    event: 'InstancesJoined',
    about: world.clusterRef,
  });
  return record === undefined ? [edit] : [record, { ...edit, after: record.key }];
}

function tellMissing({ kind, heldUpBy }: MissingKind): string {
  return `not waiting for a vshard-${kind} instance, as ${heldUpBy}`;
}
