import { annotations } from '@cartridge/api';
import type { Findings } from '../findings.ts';
import { mergeFindings } from '../findings.ts';
import { patchObject } from '../kubernetes-actions.ts';
import { ownershipOf, ownersWith } from '../objects/owner-references.ts';
import type { RoleView, World } from '../world/world.ts';

/** Roles that the Cluster selects belong to it, so that they go when it goes. */
export function planRoleAdoption(world: World): Findings {
  return mergeFindings(world.roles.map(role => adopt(world, role)));
}

function adopt({ cluster }: World, { role, name, ref }: RoleView): Findings {
  const ownership = ownershipOf(role, cluster);
  if (typeof ownership === 'object') {
    const { kind, name: owner } = ownership.controlledBy;
    const message = `Role ${name} belongs to ${kind} ${owner}`;
    const cure = 'Let only one Cluster select the Role: correct the label tarantool.io/cluster-id';
    return { refusals: [{ reason: 'ConflictingObject', about: ref, message, cure }] };
  }
  const hasAnnotation = role.metadata.annotations?.[annotations.clusterId] === cluster.metadata.name;
  if (ownership === 'ours' && hasAnnotation) return {};
  const patch = {
    metadata: {
      annotations: { [annotations.clusterId]: cluster.metadata.name },
      ...(ownership === 'ours' ? {} : { ownerReferences: ownersWith(role, cluster) }),
    },
  };
  const reason = `Cluster ${cluster.metadata.name} selects it`;
  return { actions: [patchObject({ concern: 'objects', object: role, patch, what: 'owner', reason })] };
}
