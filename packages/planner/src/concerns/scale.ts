import { patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import type { Findings } from '../plan/findings.ts';

/** Replicas follow the template. Fewer of them stop the highest ordinals; their members are not expelled. */
export function planScale({ replicasets }: World): Findings {
  return {
    actions: replicasets.flatMap(({ statefulSet, role, standing }) => {
      const present = statefulSet?.spec.replicas ?? 1;
      if (
        statefulSet === null ||
        standing !== 'wanted' ||
        role.template === null ||
        present === role.replicas
      )
        return [];
      return [
        patchObject({
          urgency: 'changes',
          object: statefulSet,
          patch: { spec: { replicas: role.replicas } },
          what: 'replicas',
          reason: `the template of Role ${role.name} asks for ${role.replicas} ${role.replicas === 1 ? 'instance' : 'instances'}, not ${present}`,
        }),
      ];
    }),
  };
}
