import { editReplicasets } from '../actions/cartridge-actions.ts';
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
  const reason = 'the manifests say otherwise';
  return {
    actions: [
      ...editReplicasets({
        world,
        key: 'edit replicasets',
        urgency: 'changes',
        changes,
        reason,
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
      message: `${replicaset.name} is in vshard group ${present}, and ${wanted} is wanted`,
      cure: `Cartridge fixes the group of a storage; set the group back to ${present}`,
    },
  ];
}
