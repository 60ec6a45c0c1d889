import { parseTime } from '@cartridge-on-kubernetes/api';
import { resolveRoles } from '../../facts/roles/resolve-roles.ts';
import { isUnconfigured } from '../../facts/unconfigured.ts';
import { diagnosisOf, type World } from '../../facts/world.ts';
import { type AllFindings, type Findings, mergeFindings } from '../../plan/findings.ts';
import type { Refusal, Wait } from '../../plan/notice.ts';
import type { InstanceView, ReplicasetView } from '../../views/views.ts';

/** Instances of one replicaset that may join now. */
export interface Candidates {
  replicaset: ReplicasetView;
  /** roles for a replicaset that has no member yet */
  roles: readonly string[];
  instances: readonly InstanceView[];
}

export interface FoundCandidates {
  ready: readonly Candidates[];
  findings: AllFindings;
}

/**
 * Instances that may join now, and why other instances may not yet. Uuids in `taken` were expelled and cannot join
 * again.
 */
export function findCandidates(world: World, taken: ReadonlySet<string>): FoundCandidates {
  const found = world.replicasets
    .filter(replicaset => replicaset.standing === 'wanted')
    .map(replicaset => examine(world, replicaset, taken));
  return {
    ready: found.flatMap(({ candidates }) => (candidates === null ? [] : [candidates])),
    findings: mergeFindings(found.map(({ findings }) => findings)),
  };
}

interface Examined {
  candidates: Candidates | null;
  findings: Findings;
}

function examine(world: World, replicaset: ReplicasetView, taken: ReadonlySet<string>): Examined {
  const wanted = replicaset.instances.filter(instance => instance.standing === 'wanted');
  const waits = wanted.flatMap(instance => diagnosisOf(world, instance).wait ?? []);
  const unjoined = wanted.filter(instance => instance.live === null && isUnconfigured(instance));
  const refusals = unjoined.flatMap(refuseForeignUri);
  const instances = unjoined.filter(
    instance => refuseForeignUri(instance).length === 0 && !taken.has(instance.uuid),
  );
  const findings = { waits, refusals };
  if (instances.length === 0) return { candidates: null, findings };
  const roles = rolesOf(world, replicaset);
  if (roles === null) return { candidates: null, findings };
  const first = waitForFirst(world, replicaset, instances);
  if (first !== null) return { candidates: null, findings: { refusals, waits: [...waits, first] } };
  return { candidates: { replicaset, roles, instances }, findings };
}

/** null where the roles are refused; the concern `roles` says why. */
function rolesOf({ topology }: World, { live, role }: ReplicasetView): readonly string[] | null {
  if (live !== null) return live.roles;
  const resolved = resolveRoles(role, topology?.knownRoles ?? []);
  return resolved.kind === 'roles' ? resolved.roles : null;
}

const FIRST_IS_AWAITED_SECONDS = 10;

/**
 * The first instance to join becomes the leader. People expect ordinal 0 there, so the other instances wait for it, but
 * only for some seconds: a stuck pod never stops its replicaset.
 */
function waitForFirst(
  world: World,
  replicaset: ReplicasetView,
  instances: readonly InstanceView[],
): Wait | null {
  const first = replicaset.instances[0];
  if (replicaset.live !== null || first === undefined || first.ordinal !== 0 || instances.includes(first))
    return null;
  const ages = instances.map(
    ({ pod }) => world.snapshot.now - parseTime(pod?.metadata.creationTimestamp ?? ''),
  );
  const isStuck = diagnosisOf(world, first).wait?.severity === 'problem';
  if (isStuck || first.answer?.kind === 'answered' || !(Math.max(...ages) < FIRST_IS_AWAITED_SECONDS * 1000))
    return null;
  return {
    reason: 'InstanceStarting',
    about: first.ref,
    message: `${first.name} is to become the leader of ${replicaset.name}, but does not answer yet`,
    cure: `After ${FIRST_IS_AWAITED_SECONDS} seconds the other instances join without it`,
    severity: 'progress',
    retryAfterSeconds: 1,
  };
}

function refuseForeignUri({ name, ref, uri, answer }: InstanceView): Refusal[] {
  if (answer?.kind !== 'answered' || answer.self.uri === uri) return [];
  return [
    {
      reason: 'AdvertiseUriMismatch',
      about: ref,
      message: `${name} advertises the address ${answer.self.uri}, at which no other pod can reach it`,
      cure: `Set TARANTOOL_ADVERTISE_URI of its container to ${uri}, with the pod's own name`,
    },
  ];
}
