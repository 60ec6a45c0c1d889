import type { Action } from './action.ts';
import type { Findings } from './findings.ts';
import type { ActionFailure, Snapshot } from './snapshot.ts';

/** A failure this old says nothing about now. */
const FORGOTTEN_AFTER_SECONDS = 600;
const LONGEST_PAUSE_SECONDS = 60;

/** Actions that failed lately wait: 1, 2, 4 … 60 seconds after their last try. */
export function holdFailed(
  snapshot: Snapshot,
  actions: readonly Action[],
): Required<Pick<Findings, 'actions' | 'waits'>> {
  const failures = new Map(recentFailures(snapshot).map(failure => [failure.key, failure]));
  const held = actions.flatMap(action => {
    const failure = failures.get(action.key);
    const seconds = failure === undefined ? 0 : remainingSeconds(snapshot, failure);
    return failure === undefined || seconds <= 0 ? [] : [{ action, failure, seconds }];
  });
  const heldKeys = new Set(held.map(({ action }) => action.key));
  return {
    actions: actions.filter(
      action => !heldKeys.has(action.key) && !(action.after !== undefined && heldKeys.has(action.after)),
    ),
    waits: held.map(({ action, failure, seconds }) => ({
      reason: 'ActionFailed',
      about: action.about,
      message: `Failed to ${action.key}: ${failure.message}`,
      cure: 'It is tried again by itself',
      severity: failure.count > 2 ? 'problem' : 'progress',
      retryAfterSeconds: Math.ceil(seconds),
    })),
  };
}

export function hasFailed(snapshot: Snapshot, key: string): boolean {
  return recentFailures(snapshot).some(failure => failure.key === key);
}

export function recentFailures({ failures, now }: Snapshot): ActionFailure[] {
  return failures.filter(failure => now - failure.at < FORGOTTEN_AFTER_SECONDS * 1000);
}

function remainingSeconds({ now }: Snapshot, { at, count }: ActionFailure): number {
  return Math.min(2 ** (count - 1), LONGEST_PAUSE_SECONDS) - (now - at) / 1000;
}
