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
  /** those of the snapshot that it was decided from */
  pods: readonly Pod[];
}

const stopGraceSeconds = 5;

/** What Cartridge does by now is not known after these; the next pass reads it before more is sent. */
const inDoubt: ReadonlySet<string> = new Set<AdminErrorCode>([
  'Timeout',
  'Aborted',
  'Unreachable',
  'BadAnswer',
  'AnswerTooLarge',
  'PeerTimeout',
  'CommitFailed',
]);

/** A change that took so long leaves the rest of its plan to the next pass: who was there may be gone by now. */
const longChangeSeconds = 5;

/**
 * Carries the actions out in their order, writes of one kind to different objects side by side. One that fails does
 * not stop the others, except those that build on it, and changes of Cartridge after one that is in doubt or took long.
 * Cartridge is changed no further once a pod of the snapshot is gone: any change boots a member that came back without
 * its data. A pass that is told to stop finishes what it is in and leaves the rest to its successor.
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

/** The object is gone, or the pod is no longer the one that was to be deleted: the next pass sees what is there. */
function isOvertaken({ kind }: Action, error: unknown): boolean {
  if (error instanceof AskedPodReplacedError) return true;
  if (kind === 'delete_pod') return error instanceof NotFoundError || error instanceof ConflictError;
  return kind === 'patch_object' && error instanceof NotFoundError;
}

/** Cartridge's own class where it gave one, Kubernetes' reason where it gave one, else our stable code. */
function errorClassOf(error: unknown): string | null {
  if (isAdminError(error)) return error.className ?? error.code;
  if (error instanceof StatusError) return error.status.reason ?? error.code;
  return error instanceof KubeError ? error.code : null;
}
