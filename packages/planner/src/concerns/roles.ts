import type { ReplicasetEdit } from '@cartridge-on-kubernetes/api';
import { resolveRoles } from '../facts/roles/resolve-roles.ts';
import { expandRoles, impliesStorage } from '../facts/roles/wanted-roles.ts';
import { wantedWeight } from '../facts/wanted-weight.ts';
import type { World } from '../facts/world.ts';
import type { Refusal } from '../plan/notice.ts';
import type { ReplicasetView } from '../views/views.ts';

/** Roles of a Role that cannot be given to any of its replicasets. */
export function refuseRoles({ roles, topology }: World): Refusal[] {
  return roles
    .filter(role => role.numReplicasets > 0)
    .flatMap(role => {
      const resolved = resolveRoles(role, topology?.knownRoles ?? []);
      return resolved.kind === 'refused' ? [resolved.refusal] : [];
    });
}

export interface SettingChange {
  edit: Omit<ReplicasetEdit, 'uuid'>;
  refusals: readonly Refusal[];
}

const NOTHING: SettingChange = { edit: {}, refusals: [] };

/** Brings the roles of a replicaset in line with the manifest. Where one role is unknown, no role is changed. */
export function planRoles(world: World, replicaset: ReplicasetView): SettingChange {
  const { live } = replicaset;
  const knownRoles = world.topology?.knownRoles ?? [];
  const resolved = resolveRoles(replicaset.role, knownRoles);
  if (live === null || resolved.kind === 'refused' || knownRoles.length === 0) return NOTHING;
  // Cartridge lists roles with what they depend on, and permanent roles that no manifest names.
  const listed = new Set(knownRoles.map(role => role.name));
  const wanted = expandRoles(resolved.roles, knownRoles);
  const added = [...wanted].filter(role => !live.roles.includes(role));
  const removed = live.roles.filter(role => listed.has(role) && !wanted.has(role));
  if (added.length === 0 && removed.length === 0) return NOTHING;
  const kept = refuseRemoval({ world, replicaset, wanted });
  if (kept !== null) return { edit: {}, refusals: [kept] };
  const becomesStorage = impliesStorage(wanted, knownRoles) && !impliesStorage(live.roles, knownRoles);
  return { edit: { roles: resolved.roles, ...(becomesStorage ? weightOf(replicaset) : {}) }, refusals: [] };
}

/** After the buckets were distributed Cartridge would give a new storage the weight 0. */
function weightOf(replicaset: ReplicasetView): { weight?: number } {
  const weight = wantedWeight(replicaset);
  return weight.kind === 'weight' ? { weight: weight.value } : {};
}

interface Removal {
  world: World;
  replicaset: ReplicasetView;
  wanted: ReadonlySet<string>;
}

function refuseRemoval({ world, replicaset, wanted }: Removal): Refusal | null {
  const { live, name, ref } = replicaset;
  const { knownRoles = [], vshardGroups = [] } = world.topology ?? {};
  if (live === null || !impliesStorage(live.roles, knownRoles) || impliesStorage(wanted, knownRoles))
    return null;
  const isBootstrapped = vshardGroups.some(
    group => group.bootstrapped && group.name === (live.vshardGroup ?? 'default'),
  );
  if (!isBootstrapped || (live.weight === 0 && isEmpty(replicaset))) return null;
  return {
    reason: 'RoleRemovalKept',
    about: ref,
    message: `Replicaset ${name} stores buckets, but RolesToAssign no longer names a storage role; its roles are kept`,
    cure: `Set the weight of ${name} to 0 and wait until it has no buckets`,
    // No watch reports when the last bucket has moved.
    ...(live.weight === 0 ? { retryAfterSeconds: 15 } : {}),
  };
}

/** An unknown bucket count counts as non-empty, unless another member of the replicaset reports one. */
function isEmpty({ instances }: ReplicasetView): boolean {
  const counts = instances.flatMap(({ live }) => live?.bucketCount ?? []);
  return counts.length > 0 && counts.every(count => count === 0);
}
