import { matchesSelector, type StatefulSet } from '@cartridge-on-kubernetes/api';
import { createObject, patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import { ownersWith } from '../objects/owner-references.ts';
import { buildStatefulSet } from '../objects/stateful-set.ts';
import { type Findings, mergeFindings } from '../plan/findings.ts';
import type { Refusal } from '../plan/notice.ts';
import { objectReference } from '../plan/object-reference.ts';
import { ownershipOf } from '../views/ownership.ts';
import type { ReplicasetView, RoleView } from '../views/views.ts';

/** Each wanted replicaset has its StatefulSet. StatefulSets that the manifests no longer ask for are kept. */
export function planStatefulSets(world: World): Findings {
  return mergeFindings([
    ...world.roles.map(role => ({ refusals: checkRole(role) })),
    ...world.replicasets.map(replicaset => planStatefulSet(world, replicaset)),
  ]);
}

function planStatefulSet({ cluster }: World, replicaset: ReplicasetView): Findings {
  const { statefulSet, role, standing } = replicaset;
  if (statefulSet !== null) return planExisting(replicaset, statefulSet);
  if (standing !== 'wanted' || checkRole(role).length > 0) return {};
  const object = buildStatefulSet(cluster, replicaset);
  return { actions: [createObject({ urgency: 'changes', object, reason: describeWanted(role) })] };
}

function planExisting({ role, standing, name }: ReplicasetView, statefulSet: StatefulSet): Findings {
  const ownership = ownershipOf(statefulSet, role.role);
  const about = objectReference(statefulSet);
  if (typeof ownership === 'object') {
    const message = `StatefulSet ${name} belongs to ${ownership.controlledBy.kind} ${ownership.controlledBy.name}`;
    const cure = 'Give the role another name, or remove that StatefulSet';
    return { refusals: [{ reason: 'ConflictingObject', about, message, cure }] };
  }
  if (ownership === 'none') {
    const patch = { metadata: { ownerReferences: ownersWith(statefulSet, role.role) } };
    const reason = `it is a replicaset of Role ${role.name} and lost its owner`;
    return {
      actions: [patchObject({ urgency: 'changes', object: statefulSet, patch, what: 'owner', reason })],
    };
  }
  return standing === 'wanted' ? {} : { refusals: [keptReplicaset(role, statefulSet)] };
}

function describeWanted({ name, numReplicasets }: RoleView): string {
  return `Role ${name} asks for ${numReplicasets} ${numReplicasets === 1 ? 'replicaset' : 'replicasets'}`;
}

function keptReplicaset(role: RoleView, statefulSet: StatefulSet): Refusal {
  const { name } = statefulSet.metadata;
  return {
    reason: 'ScaleInKept',
    about: objectReference(statefulSet),
    message: `${describeWanted(role)}; StatefulSet ${name} is not among them and is kept`,
    cure: `Set the weight of ${name} to 0, wait until it has no buckets, expel its instances, then delete StatefulSet ${name}`,
  };
}

function checkRole({ role, name, ref, template }: RoleView): Refusal[] {
  if (template === null) {
    const message =
      role.spec?.selector === undefined
        ? `Role ${name} has no spec.selector`
        : `No ReplicasetTemplate matches Role ${name}`;
    return [
      {
        reason: 'TemplateMissing',
        about: ref,
        message,
        cure: 'Create a ReplicasetTemplate with the labels of its selector',
      },
    ];
  }
  const defect = findDefect(template.spec, role.metadata.labels);
  if (defect === null) return [];
  const message = `ReplicasetTemplate ${template.metadata.name} ${defect}`;
  return [
    {
      reason: 'TemplateInvalid',
      about: objectReference(template),
      message,
      cure: 'Correct the ReplicasetTemplate',
    },
  ];
}

function findDefect(
  spec: StatefulSet['spec'] | undefined,
  roleLabels: Readonly<Record<string, string>> = {},
): string | null {
  if (spec?.template?.spec === undefined || (spec.template.spec.containers ?? []).length === 0)
    return 'has no container';
  if (spec.selector === undefined) return 'has no selector';
  return matchesSelector(spec.selector, { ...spec.template.metadata?.labels, ...roleLabels })
    ? null
    : 'selects other labels than its pods carry';
}
