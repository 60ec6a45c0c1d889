import type { InstanceView, ReplicasetView } from '../views/views.ts';
import { ageSeconds } from './pod-history.ts';
import { resolveRoles } from './roles/resolve-roles.ts';
import { diagnosisOf, type World } from './world.ts';

/** A pod younger than this may merely be slow. */
const HELD_UP_AFTER_SECONDS = 20;

/** What keeps every instance of a replicaset from joining until a person acts; null while one of them may still join. */
export function findHoldUp(world: World, { role, instances }: ReplicasetView): string | null {
  const wanted = instances.filter(instance => instance.standing === 'wanted');
  const roles = resolveRoles(role, world.topology?.knownRoles ?? []);
  const refused = roles.kind === 'refused' ? roles.refusal.message : null;
  const obstacles = wanted.map(instance =>
    isYoung(world, instance) ? null : (refused ?? diagnosisOf(world, instance).obstacle),
  );
  return obstacles.every(obstacle => obstacle !== null) ? (obstacles[0] ?? null) : null;
}

function isYoung(world: World, { pod }: InstanceView): boolean {
  return pod === null || !(ageSeconds(world, pod) >= HELD_UP_AFTER_SECONDS);
}
