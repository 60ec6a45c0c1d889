import type { Pod } from '@cartridge-on-kubernetes/api';
import { type AdminErrorCode, isAdminError } from '@cartridge-on-kubernetes/cartridge';
import { ConflictError, KubeError, NotFoundError, StatusError } from '@cartridge-on-kubernetes/kube';
import { describeError } from '@cartridge-on-kubernetes/observe';
import { type Action, isCartridgeAction, type Plan } from '@cartridge-on-kubernetes/planner';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import { batchActions } from './batch-actions.ts';
import { type Applier, AskedPodReplacedError, carryOut } from './carry-out.ts';
import type { Outcome } from './outcome.ts';
import { withGrace } from './stop-grace.ts';

export interface DecidedPlan {
  plan: Plan;
  /** pods of the snapshot from which the plan was decided */
  pods: readonly Pod[];
}

const stopGraceSeconds = 5;

/**
 * After these errors it is not known what Cartridge has done; the next pass reads its state before anything else is
 * sent.
 */
const inDoubt: ReadonlySet<string> = new Set<AdminErrorCode>([
  'Timeout',
  'Aborted',
  'Unreachable',
  'BadAnswer',
  'AnswerTooLarge',
  'PeerTimeout',
  'CommitFailed',
]);

/**
 * After a change that took longer, the rest of the plan is left to the next pass, as instances may have gone meanwhile.
 */
const longChangeSeconds = 5;

/**
 * Carries out the actions in their order, writes of one kind to different objects at the same time. A failed action
 * does not stop the others, except those that depend on it, and changes of Cartridge after an action whose result is in
 * doubt or that took long. Cartridge is changed no further once a pod of the snapshot is gone: any change boots a member
 * that came back without its data. When the signal aborts, the running actions finish and the rest is left to the next
 * operator.
 */
export async function applyPlan(
  applier: Applier & { clock: Clock },
  { plan, pods }: DecidedPlan,
  signal: AbortSignal,
): Promise<Outcome[]> {
  const grace = withGrace(signal, applier.clock, stopGraceSeconds);
  const outcomes: Outcome[] = [];
  const succeeded = new Set<string>();
  let isOutdated = false;
  for (const batch of batchActions(plan.actions)) {
    isOutdated ||= !areThere(applier, pods);
    const results = await Promise.all(
      batch.map((action): Outcome | Promise<Outcome> => {
        const lacksBase = action.after !== undefined && !succeeded.has(action.after);
        const isUnsafe = isOutdated && isCartridgeAction(action);
        return signal.aborted || lacksBase || isUnsafe
          ? { kind: 'left_out', action }
          : attempt(applier, action, grace.signal);
      }),
    );
    for (const { kind, action } of results) if (kind === 'done') succeeded.add(action.key);
    isOutdated ||= results.some(outdatesPlan);
    outcomes.push(...results);
  }
  grace.release();
  return outcomes;
}

/** Whether each of the pods is still the one that was seen, as far as the watch has told. */
function areThere({ caches }: Applier, pods: readonly Pod[]): boolean {
  return pods.every(({ metadata }) => {
    const now = caches.pods.get(`${metadata.namespace}/${metadata.name}`);
    return now !== undefined && now.metadata.uid === metadata.uid;
  });
}

function outdatesPlan(outcome: Outcome): boolean {
  if (outcome.kind === 'failed' && outcome.isInDoubt) return true;
  return (
    outcome.kind !== 'left_out' && isCartridgeAction(outcome.action) && outcome.seconds > longChangeSeconds
  );
}

async function attempt(
  applier: Applier & { clock: Clock },
  action: Action,
  signal: AbortSignal,
): Promise<Outcome> {
  const startedAt = applier.clock.monotonic();
  const seconds = (): number => (applier.clock.monotonic() - startedAt) / 1000;
  try {
    await carryOut(applier, action, signal);
    return { kind: 'done', action, seconds: seconds() };
  } catch (error) {
    if (isOvertaken(action, error)) return { kind: 'left_out', action };
    return {
      kind: 'failed',
      action,
      seconds: seconds(),
      message: describeError(error),
      errorClass: errorClassOf(error),
      isInDoubt: isAdminError(error) && inDoubt.has(error.code),
    };
  }
}

/** Whether the object is gone, or the pod has changed or was replaced: the next pass sees the new state. */
function isOvertaken({ kind }: Action, error: unknown): boolean {
  if (error instanceof AskedPodReplacedError) return true;
  if (kind === 'delete_pod') return error instanceof NotFoundError || error instanceof ConflictError;
  return kind === 'patch_object' && error instanceof NotFoundError;
}

/** The error class of Cartridge or the reason of Kubernetes where there is one, else our stable code. */
function errorClassOf(error: unknown): string | null {
  if (isAdminError(error)) return error.className ?? error.code;
  if (error instanceof StatusError) return error.status.reason ?? error.code;
  return error instanceof KubeError ? error.code : null;
}
