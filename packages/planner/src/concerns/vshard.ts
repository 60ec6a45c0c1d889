import { annotations, type Pod, parseTime, type Topology } from '@cartridge-on-kubernetes/api';
import { recordAnnotation } from '../actions/kubernetes-actions.ts';
import { chooseVia } from '../facts/choose-via.ts';
import { findHoldUp } from '../facts/held-up.ts';
import { resolveRoles } from '../facts/roles/resolve-roles.ts';
import { impliesRouter, impliesStorage } from '../facts/roles/wanted-roles.ts';
import { diagnosisOf, type World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';
import type { ReplicasetView } from '../views/views.ts';

/** Buckets are distributed once, when a router and the storages are configured. */
export function planVshard(world: World): Findings {
  const { topology } = world;
  if (topology === null || !world.isFormed) return {};
  if (!topology.canBootstrapVshard) return { actions: recordBootstrap(world, topology) };
  const awaited = waitBeforeBootstrap(world, topology);
  return awaited === null ? { actions: [bootstrap(world)] } : { waits: [awaited] };
}

export const BOOTSTRAP_KEY = 'distribute the buckets';

/** Whether this pass distributes the buckets. */
export function isBootstrapDue(world: World): boolean {
  const { topology, isFormed } = world;
  return topology?.canBootstrapVshard === true && isFormed && waitBeforeBootstrap(world, topology) === null;
}

function bootstrap(world: World): Action {
  return {
    kind: 'bootstrap_vshard',
    key: BOOTSTRAP_KEY,
    urgency: 'changes',
    via: chooseVia(world),
    reason: 'a router and the storages are configured',
    event: 'VshardBootstrapped',
    about: world.clusterRef,
  };
}

function waitBeforeBootstrap(world: World, topology: Topology): Wait | null {
  const { knownRoles } = topology;
  const configured = world.replicasets.filter(replicaset => isLed(world, replicaset));
  const hasRouter = configured.some(({ live }) => impliesRouter(live?.roles ?? [], knownRoles));
  const hasStorage = configured.some(
    ({ live }) => impliesStorage(live?.roles ?? [], knownRoles) && (live?.weight ?? 0) > 0,
  );
  if (!hasRouter) return awaitPart(world, 'a healthy router');
  if (!hasStorage) return awaitPart(world, 'a healthy storage with a weight');
  const late = world.replicasets.find(replicaset => isComing(world, replicaset));
  return late === undefined ? null : awaitPart(world, `storage ${late.name}, which is starting`);
}

/**
 * A storage that joins after the distribution gets its share of the buckets moved to it, which takes long; so a storage
 * that is starting is waited for, but not a storage that is stuck.
 */
function isComing(world: World, replicaset: ReplicasetView): boolean {
  const { knownRoles } = world.topology ?? { knownRoles: [] };
  if (replicaset.standing !== 'wanted' || isLed(world, replicaset) || isOld(world, replicaset)) return false;
  const roles = resolveRoles(replicaset.role, knownRoles);
  if (roles.kind !== 'roles' || !impliesStorage(roles.roles, knownRoles)) return false;
  const states = replicaset.instances
    .filter(({ standing }) => standing === 'wanted')
    .map(instance => diagnosisOf(world, instance).wait);
  return states.length > 0 && states.every(finding => finding === null || finding.severity === 'progress');
}

const COMING_AT_MOST_SECONDS = 120;

/** Counted from its last progress: a pod that waited long for a node may have got one just now. */
function isOld({ snapshot }: World, { statefulSet, instances }: ReplicasetView): boolean {
  if (statefulSet === null) return false;
  const steps = [statefulSet.metadata.creationTimestamp, ...instances.flatMap(({ pod }) => stepsOf(pod))];
  const latest = Math.max(...steps.flatMap(step => parseTime(step ?? '') || []));
  return !((snapshot.now - latest) / 1000 < COMING_AT_MOST_SECONDS);
}

function stepsOf(pod: Pod | null): Array<string | undefined> {
  const { startTime, containerStatuses = [] } = pod?.status ?? {};
  return [startTime, ...containerStatuses.map(({ state }) => state?.running?.startedAt)];
}

function isLed({ membersByUuid }: World, { live }: ReplicasetView): boolean {
  return membersByUuid.get(live?.activeLeaderUUID ?? '')?.status === 'healthy';
}

function awaitPart(world: World, what: string): Wait {
  const late = world.replicasets.filter(
    replicaset => replicaset.standing === 'wanted' && !isLed(world, replicaset),
  );
  const isHeldUp = late.length > 0 && late.every(replicaset => findHoldUp(world, replicaset) !== null);
  return {
    reason: 'VshardNotReady',
    about: world.clusterRef,
    message: `Distributing buckets waits for ${what}`,
    cure: 'The operator waits for it',
    severity: 'progress',
    // A watch reports progress of a pod that Kubernetes holds up; only polling shows that a member has become healthy.
    retryAfterSeconds: isHeldUp ? 30 : 1,
  };
}

/** Annotation of 0.0.8, which tools read. */
function recordBootstrap(world: World, { vshardGroups }: Topology): Action[] {
  if (!vshardGroups.some(group => group.bootstrapped)) return [];
  return world.replicasets.flatMap(({ statefulSet, live }) => {
    if (statefulSet === null || live === null) return [];
    return recordAnnotation({
      urgency: 'records',
      object: statefulSet,
      key: annotations.isBootstrapped,
      value: '1',
      reason: 'the buckets are distributed',
    });
  });
}
