import { annotations } from '@cartridge-on-kubernetes/api';
import { editReplicasets, type ReplicasetChange } from '../actions/cartridge-actions.ts';
import { wantedWeight } from '../facts/wanted-weight.ts';
import type { World } from '../facts/world.ts';
import type { Findings } from '../plan/findings.ts';
import type { Refusal } from '../plan/notice.ts';
import type { ReplicasetView } from '../views/views.ts';
import { wantedVshardGroup } from './membership/join-edit.ts';
import { planRoles, refuseRoles, type SettingChange } from './roles.ts';
import { planWeight, recordWeight } from './weights.ts';

/** Roles, weight and writability of members, in one call for all that differ. */
export function planReplicasetSettings(world: World): Findings {
  const planned = world.replicasets
    .filter(({ standing, live }) => standing === 'wanted' && live !== null)
    .map(replicaset => ({ replicaset, changes: planChanges(world, replicaset) }));
  const changes = planned.flatMap(({ replicaset, changes }) => {
    const edit = Object.assign({}, ...changes.map(change => change.edit));
    return Object.keys(edit).length === 0 ? [] : [{ replicaset, edit: { uuid: replicaset.uuid, ...edit } }];
  });
  return {
    actions: [
      ...editReplicasets({
        world,
        key: 'edit replicasets',
        urgency: 'changes',
        changes,
        describe: describeSources,
        event: 'ReplicasetEdited',
      }),
      ...planned.flatMap(({ replicaset }) => recordWeight(replicaset)),
    ],
    refusals: [
      ...refuseRoles(world),
      ...planned.flatMap(({ replicaset, changes }) => [
        ...changes.flatMap(change => change.refusals),
        ...refuseGroup(replicaset),
      ]),
    ],
  };
}

/** Where the manifests ask for the changes. */
function describeSources(changes: readonly ReplicasetChange[]): string {
  const sources = new Set(changes.flatMap(sourcesOf));
  return `as ${[...sources].join(' and ')} ${sources.size === 1 ? 'says' : 'say'}`;
}

function sourcesOf({ replicaset, edit }: ReplicasetChange): string[] {
  const weight = wantedWeight(replicaset);
  const isFromRole = weight.kind === 'weight' && weight.from === 'role';
  return [
    ...(edit.roles === undefined ? [] : ['RolesToAssign']),
    ...(edit.weight === undefined
      ? []
      : [isFromRole ? 'spec.weight of the Role' : `annotation ${annotations.replicasetWeight}`]),
    ...(edit.allRw === undefined ? [] : ['spec.allRw of the Role']),
  ];
}

function planChanges(world: World, replicaset: ReplicasetView): SettingChange[] {
  return [planWeight(world, replicaset), planRoles(world, replicaset), planAllRw(replicaset)];
}

function planAllRw({ role, live }: ReplicasetView): SettingChange {
  const { allRw } = role.role.spec ?? {};
  return { edit: allRw === undefined || live?.allRw === allRw ? {} : { allRw }, refusals: [] };
}

function refuseGroup(replicaset: ReplicasetView): Refusal[] {
  const wanted = wantedVshardGroup(replicaset);
  const present = replicaset.live?.vshardGroup ?? null;
  if (wanted === null || present === null || wanted === present) return [];
  return [
    {
      reason: 'ImmutableField',
      about: replicaset.ref,
      message: `Replicaset ${replicaset.name} is in vshard group ${present}, but the manifests ask for ${wanted}`,
      cure: `Set the group back to ${present}, as Cartridge cannot change the group of a storage`,
    },
  ];
}
