import { annotations } from '@cartridge-on-kubernetes/api';
import { recordAnnotation } from '../actions/kubernetes-actions.ts';
import { wantedWeight } from '../facts/wanted-weight.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Refusal } from '../plan/notice.ts';
import type { ReplicasetView } from '../views/views.ts';
import type { SettingChange } from './roles.ts';

/**
 * The annotation that people edit is sent when it changes, so weights that people set in the Web UI are kept until
 * then. A weight in the Role is enforced in every pass.
 */
export function planWeight(world: World, replicaset: ReplicasetView): SettingChange {
  const { live } = replicaset;
  if (live === null || live.weight === null) return { edit: {}, refusals: [] };
  const wanted = wantedWeight(replicaset);
  if (wanted.kind === 'invalid') return { edit: {}, refusals: [refuseText(replicaset, wanted.text)] };
  const applied = appliedWeight(replicaset);
  const isDue = wanted.from === 'role' || (applied !== null && applied !== wanted.value);
  if (!isDue || live.weight === wanted.value) return { edit: {}, refusals: [] };
  if (wanted.value === 0 && !hasOtherWeight(world, replicaset)) {
    return { edit: {}, refusals: [refuseLast(replicaset)] };
  }
  return { edit: { weight: wanted.value }, refusals: [] };
}

/** Remembers the wanted weight once Cartridge has it; and at once for an adopted replicaset. */
export function recordWeight(replicaset: ReplicasetView): Action[] {
  const { statefulSet, live } = replicaset;
  const wanted = wantedWeight(replicaset);
  if (statefulSet === null || live === null || live.weight === null || wanted.kind === 'invalid') return [];
  const applied = appliedWeight(replicaset);
  if (applied === wanted.value || (applied !== null && live.weight !== wanted.value)) return [];
  return recordAnnotation({
    urgency: 'records',
    object: statefulSet,
    key: annotations.appliedWeight,
    value: String(wanted.value),
    reason: 'weights set in the Web UI are kept until the wanted weight changes',
  });
}

function appliedWeight({ statefulSet }: ReplicasetView): number | null {
  const text = statefulSet?.metadata.annotations?.[annotations.appliedWeight];
  return text === undefined ? null : Number(text);
}

/** Cartridge refuses a group of storages without any weight. */
function hasOtherWeight({ topology }: World, { live }: ReplicasetView): boolean {
  return (topology?.replicasets ?? []).some(
    other => other.uuid !== live?.uuid && other.vshardGroup === live?.vshardGroup && (other.weight ?? 0) > 0,
  );
}

function refuseLast({ name, ref }: ReplicasetView): Refusal {
  return {
    reason: 'WeightInvalid',
    about: ref,
    message: `${name} is the last storage with a weight, so its weight cannot become 0`,
    cure: 'Give another storage a weight first',
  };
}

function refuseText({ name, ref }: ReplicasetView, text: string): Refusal {
  return {
    reason: 'WeightInvalid',
    about: ref,
    message: `Annotation ${annotations.replicasetWeight} of StatefulSet ${name} is ${JSON.stringify(text)}`,
    cure: 'Write a number of zero or more',
  };
}
