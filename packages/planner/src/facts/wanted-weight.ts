import { annotations } from '@cartridge-on-kubernetes/api';
import type { ReplicasetView } from '../views/views.ts';

/** Weight of a storage whose manifests name none. */
export const DEFAULT_WEIGHT = '100';

export type WantedWeight =
  | { kind: 'weight'; value: number; from: 'role' | 'annotation' }
  | { kind: 'invalid'; text: string };

/** The weight in the spec of the Role, or else in the annotation that people edit. */
export function wantedWeight({ role, statefulSet }: ReplicasetView): WantedWeight {
  const { weight } = role.role.spec ?? {};
  if (weight !== undefined) return { kind: 'weight', value: weight, from: 'role' };
  const text = statefulSet?.metadata.annotations?.[annotations.replicasetWeight] ?? DEFAULT_WEIGHT;
  return /^\d+(\.\d+)?$/.test(text)
    ? { kind: 'weight', value: Number(text), from: 'annotation' }
    : { kind: 'invalid', text };
}
