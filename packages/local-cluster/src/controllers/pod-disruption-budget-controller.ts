import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { podDisruptionBudgets, pods } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { matchesSelector } from './label-selector.ts';
import { isActive, isReady } from './pod-facts.ts';
import { type Reconciliation, startController } from './start-controller.ts';

/** Counts the pods of each budget, so that evictions know what they may take. */
export function startPodDisruptionBudgetController(context: ControllerContext): RunningController {
  return startController(context, {
    name: 'disruption',
    kind: podDisruptionBudgets,
    reconcile,
    watch: ({ objects }, enqueue) => [
      objects.watch(pods, change => {
        const { namespace, labels } = change.object.metadata;
        for (const budget of objects.list(podDisruptionBudgets, { namespace })) {
          if (matchesSelector(budget.spec?.selector, labels)) enqueue(keyOf(budget));
        }
      }),
    ],
  });
}

async function reconcile({ context, key }: Reconciliation): Promise<undefined> {
  const { objects } = context;
  const budget = objects.read(podDisruptionBudgets, key);
  if (!budget) return;
  const matching = objects
    .list(pods, { namespace: key.namespace })
    .filter(pod => matchesSelector(budget.spec?.selector, pod.metadata.labels) && isActive(pod));
  const status = buildStatus(budget, matching);
  if (canonicalJson({ ...budget.status, ...status }) === canonicalJson(budget.status ?? {})) return;
  await objects.patchStatus(podDisruptionBudgets, key, status);
}

function buildStatus(budget: Stored<PodDisruptionBudget>, matching: Stored<Pod>[]): Record<string, unknown> {
  const expectedPods = matching.length;
  const currentHealthy = matching.filter(isReady).length;
  const desiredHealthy = leastHealthy(budget, expectedPods);
  const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy);
  const status = disruptionsAllowed > 0 ? 'True' : 'False';
  const before = (
    budget.status as { conditions?: Array<{ status: string; lastTransitionTime: string }> } | undefined
  )?.conditions?.[0];
  return {
    observedGeneration: budget.metadata.generation,
    expectedPods,
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status,
        reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        observedGeneration: budget.metadata.generation,
        lastTransitionTime:
          before?.status === status ? before.lastTransitionTime : `${new Date().toISOString().slice(0, 19)}Z`,
      },
    ],
  };
}

function leastHealthy(budget: Stored<PodDisruptionBudget>, expected: number): number {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  if (maxUnavailable !== undefined) return Math.max(0, expected - resolveCount(maxUnavailable, expected));
  return minAvailable === undefined ? 0 : resolveCount(minAvailable, expected);
}

function resolveCount(value: string | number, whole: number): number {
  const text = String(value);
  return text.endsWith('%') ? Math.ceil((whole * Number.parseFloat(text)) / 100) : Number(text);
}
