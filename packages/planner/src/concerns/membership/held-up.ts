import type { EventReason } from '@cartridge/api';
import { ageSeconds, diagnoseInstance } from '../../diagnose-instance.ts';
import { resolveRoles } from '../../roles/resolve-roles.ts';
import type { InstanceView, ReplicasetView, World } from '../../world/world.ts';

/** What is merely slow is about to come within this time; it is counted from the making of the pod. */
export const HELD_UP_AFTER_SECONDS = 20;

/** What Kubernetes itself names as the cause. An instance that is silent without such a cause may be about to answer. */
const OBSTACLES: ReadonlySet<EventReason> = new Set<EventReason>([
  'PodPending',
  'VolumeNotMounted',
  'ImageNotPulled',
  'ContainerNotCreated',
  'CrashLoop',
]);

/** What keeps every instance of a replicaset from joining, until somebody does something; null while one may come. */
export function findHoldUp(world: World, { role, instances }: ReplicasetView): string | null {
  const wanted = instances.filter(instance => instance.isWanted);
  const roles = resolveRoles(role, world.topology?.knownRoles ?? []);
  const refused = roles.kind === 'refused' ? roles.refusal.message : null;
  const obstacles = wanted.map(instance =>
    isYoung(world, instance) ? null : (refused ?? findObstacle(world, instance)),
  );
  return obstacles.every(obstacle => obstacle !== null) ? (obstacles[0] ?? null) : null;
}

function findObstacle(world: World, instance: InstanceView): string | null {
  const finding = diagnoseInstance(world, instance);
  return finding !== null && OBSTACLES.has(finding.reason) ? finding.message : null;
}

function isYoung(world: World, { pod }: InstanceView): boolean {
  return pod === null || !(ageSeconds(world, pod) >= HELD_UP_AFTER_SECONDS);
}
