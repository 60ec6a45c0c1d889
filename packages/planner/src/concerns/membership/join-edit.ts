import { labels, type ReplicasetEdit } from '@cartridge-on-kubernetes/api';
import type { ReplicasetChange } from '../../actions/cartridge-actions.ts';
import { impliesStorage } from '../../facts/roles/wanted-roles.ts';
import { wantedWeight } from '../../facts/wanted-weight.ts';
import type { World } from '../../facts/world.ts';
import type { ReplicasetView } from '../../views/views.ts';
import type { Candidates } from './candidates.ts';

/** Joins the instances; settings go along only with the first member, as Cartridge ignores or keeps them later. */
export function joinEdit(world: World, { replicaset, roles, instances }: Candidates): ReplicasetChange {
  const joinInstances = instances.map(({ uri, uuid }) => ({ uri, uuid }));
  const settings = replicaset.live === null ? newReplicasetSettings({ world, replicaset, roles }) : {};
  return { replicaset, edit: { uuid: replicaset.uuid, ...settings, joinInstances } };
}

/** Why these instances join. */
export function describeJoiners({ length }: readonly unknown[]): string {
  return length === 1 ? 'it is running and not yet a member' : 'they are running and not yet members';
}

interface Input {
  world: World;
  replicaset: ReplicasetView;
  roles: readonly string[];
}

function newReplicasetSettings({ world, replicaset, roles }: Input): Omit<ReplicasetEdit, 'uuid'> {
  const { allRw } = replicaset.role.role.spec ?? {};
  const common = { alias: replicaset.name, roles, ...(allRw === undefined ? {} : { allRw }) };
  if (!impliesStorage(roles, world.topology?.knownRoles ?? [])) return common;
  const weight = wantedWeight(replicaset);
  const vshardGroup = wantedVshardGroup(replicaset);
  return {
    ...common,
    ...(weight.kind === 'weight' ? { weight: weight.value } : {}),
    ...(vshardGroup === null ? {} : { vshardGroup }),
  };
}

/** null is Cartridge's own choice, `default`. */
export function wantedVshardGroup({ role, statefulSet }: ReplicasetView): string | null {
  if (role.role.spec?.vshardGroup !== undefined) return role.role.spec.vshardGroup;
  const podLabels = role.template?.spec?.template?.metadata?.labels;
  if (podLabels?.[labels.useVshardGroups] !== '1') return null;
  return (
    statefulSet?.metadata.labels?.[labels.vshardGroupName] ?? role.role.metadata.labels?.[labels.role] ?? null
  );
}
