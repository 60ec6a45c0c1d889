import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { isFinished, isTerminating, secondsUntilAvailable } from './pod-facts.ts';
import { ordinalOf, revisionOf } from './stateful-set-pod.ts';

export type PodStep =
  | { kind: 'create'; ordinal: number; useCurrentRevision: boolean }
  | { kind: 'delete'; pod: Stored<Pod> };

export interface StatefulSetView {
  set: Stored<StatefulSet>;
  /** all pods of the set, terminating ones included */
  pods: Stored<Pod>[];
  updateRevision: string;
  now: number;
}

/** The pods to create and delete now. Later steps are planned at the next change of a pod. */
export function planStatefulSet(view: StatefulSetView): { steps: PodStep[] } {
  const { set } = view;
  const start = set.spec?.ordinals?.start ?? 0;
  const end = start + (set.spec?.replicas ?? 1);
  const byOrdinal = new Map(view.pods.map(pod => [ordinalOf(set, pod) ?? -1, pod]));
  const ordered = set.spec?.podManagementPolicy !== 'Parallel';
  const steps: PodStep[] = [];

  for (let ordinal = start; ordinal < end; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) steps.push({ kind: 'create', ordinal, useCurrentRevision: isHeldBack(set, ordinal, start) });
    else if (isFinished(pod) && !isTerminating(pod)) steps.push({ kind: 'delete', pod });
    if (ordered && (!pod || steps.length > 0 || !isSettled(pod, view))) return { steps };
  }

  const condemned = [...byOrdinal]
    .filter(([ordinal]) => ordinal < start || ordinal >= end)
    .sort(([a], [b]) => b - a)
    .map(([, pod]) => pod);
  for (const pod of condemned) {
    if (!isTerminating(pod)) steps.push({ kind: 'delete', pod });
    if (ordered) return { steps };
  }
  if (steps.length > 0) return { steps };
  return { steps: planUpdate(view, byOrdinal, { start, end }) };
}

/** Pods below the partition keep the revision they had. */
function isHeldBack(set: Stored<StatefulSet>, ordinal: number, start: number): boolean {
  const strategy = set.spec?.updateStrategy;
  if (strategy?.type === 'OnDelete') return false;
  return ordinal < start + (strategy?.rollingUpdate?.partition ?? 0);
}

function planUpdate(
  view: StatefulSetView,
  byOrdinal: Map<number, Stored<Pod>>,
  range: { start: number; end: number },
): PodStep[] {
  const { set, updateRevision } = view;
  if (set.spec?.updateStrategy?.type === 'OnDelete') return [];
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let ordinal = range.end - 1; ordinal >= range.start + partition; ordinal -= 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) return [];
    if (revisionOf(pod) !== updateRevision && !isTerminating(pod)) return [{ kind: 'delete', pod }];
    if (!isSettled(pod, view)) return [];
  }
  return [];
}

function isSettled(pod: Stored<Pod>, view: StatefulSetView): boolean {
  if (isTerminating(pod)) return false;
  const minReadySeconds = view.set.spec?.minReadySeconds ?? 0;
  return secondsUntilAvailable(pod, { minReadySeconds, now: view.now }) === 0;
}
