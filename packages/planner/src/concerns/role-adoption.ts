import { annotations } from '@cartridge-on-kubernetes/api';
import { patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import { ownersWith } from '../objects/owner-references.ts';
import type { PatchObject } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { Refusal } from '../plan/notice.ts';
import { ownershipOf } from '../views/ownership.ts';
import type { RoleView } from '../views/views.ts';

/**
 * Roles that the Cluster selects are owned by it, so that they are deleted with it. A Role that another Cluster owns is
 * left to that Cluster.
 */
export function planRoleAdoption({ cluster, roles, foreignRoles }: World): Findings {
  return {
    actions: roles.flatMap(role => adopt(cluster, role)),
    refusals: foreignRoles.flatMap(role => refuse(cluster, role)),
  };
}

function adopt(cluster: World['cluster'], { role }: RoleView): PatchObject[] {
  const isOurs = ownershipOf(role, cluster) === 'ours';
  const hasAnnotation = role.metadata.annotations?.[annotations.clusterId] === cluster.metadata.name;
  if (isOurs && hasAnnotation) return [];
  const patch = {
    metadata: {
      annotations: { [annotations.clusterId]: cluster.metadata.name },
      ...(isOurs ? {} : { ownerReferences: ownersWith(role, cluster) }),
    },
  };
  const reason = `Cluster ${cluster.metadata.name} selects it`;
  return [patchObject({ urgency: 'changes', object: role, patch, what: 'owner', reason })];
}

function refuse(cluster: World['cluster'], { role, name, ref }: RoleView): Refusal[] {
  const ownership = ownershipOf(role, cluster);
  if (typeof ownership === 'string') return [];
  const { kind, name: owner } = ownership.controlledBy;
  return [
    {
      reason: 'ConflictingObject',
      about: ref,
      message: `Role ${name} belongs to ${kind} ${owner}, and Cluster ${cluster.metadata.name} selects it too`,
      cure: 'Let only one Cluster select the Role: correct the label tarantool.io/cluster-id. Until then nothing is changed in Cartridge',
    },
  ];
}
