import { digest } from '@cartridge-on-kubernetes/api';
import type { Action } from '../plan/action.ts';
import type { ActionFailure, Deed, Snapshot } from '../snapshot.ts';

/** An older failure is ignored. */
const FORGOTTEN_AFTER_SECONDS = 600;
const LONGEST_PAUSE_SECONDS = 60;
/** Each try of an action without effect, or with an unsure outlook, may be a write in vain. */
const LONGEST_PAUSE_OF_VAIN_TRIES_SECONDS = 600;

export function recentFailures({ failures, now }: Snapshot): ActionFailure[] {
  return failures.filter(failure => now - failure.at < FORGOTTEN_AFTER_SECONDS * 1000);
}

export function hasFailed(snapshot: Snapshot, key: string): boolean {
  return recentFailures(snapshot).some(failure => failure.key === key);
}

/** An action that is due again later than this after its pause has a new cause. */
const GONE_FOR_SECONDS = 10;

/**
 * The record of an action after another success. The same action, due again soon after its pause, shows that the
 * previous success had no effect.
 */
export function repeatDeed(previous: Deed | undefined, action: Action, now: number): Deed {
  const deed = { key: action.key, digest: digest(action) };
  const isRepeated =
    previous?.digest === deed.digest &&
    now - previous.at < (pauseWithoutEffect(previous.count) + GONE_FOR_SECONDS) * 1000;
  return { ...deed, at: now, count: isRepeated ? previous.count + 1 : 1 };
}

export function repeatFailure(
  previous: ActionFailure | undefined,
  failed: Pick<ActionFailure, 'key' | 'message' | 'errorClass'>,
  now: number,
): ActionFailure {
  const { key, message, errorClass } = failed;
  return {
    key,
    message,
    errorClass,
    at: now,
    since: previous?.since ?? now,
    count: (previous?.count ?? 0) + 1,
  };
}

/** Seconds to wait after the `count`-th failure in a row: 1, 2, 4 … */
export function pauseAfterFailure({ outlook }: Action, count: number): number {
  const longest = outlook === 'unsure' ? LONGEST_PAUSE_OF_VAIN_TRIES_SECONDS : LONGEST_PAUSE_SECONDS;
  return doubled(count, longest);
}

/** Seconds to wait after the `count`-th success in a row that had no effect. */
export function pauseWithoutEffect(count: number): number {
  return doubled(count, LONGEST_PAUSE_OF_VAIN_TRIES_SECONDS);
}

function doubled(count: number, longest: number): number {
  return Math.min(2 ** (count - 1), longest);
}
