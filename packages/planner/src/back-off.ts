import { digest } from '@cartridge-on-kubernetes/api';
import type { Action } from './action.ts';
import type { Findings } from './findings.ts';
import { unknownHost } from './name-unknown.ts';
import type { Wait } from './notice.ts';
import type { ActionFailure, Deed, Snapshot } from './snapshot.ts';

/** A failure this old says nothing about now. */
const FORGOTTEN_AFTER_SECONDS = 600;
const LONGEST_PAUSE_SECONDS = 60;
/** What has no effect again and again, or is not sure to succeed, is a write for nothing each time. */
const LONGEST_PAUSE_OF_VAIN_TRIES_SECONDS = 600;

interface Held {
  action: Action;
  wait: Wait;
}

/** Actions wait 1, 2, 4 … seconds after their last try: up to 60 where it failed, up to 600 in vain. */
export function holdFailed(
  snapshot: Snapshot,
  actions: readonly Action[],
): Required<Pick<Findings, 'actions' | 'waits'>> {
  const failures = new Map(recentFailures(snapshot).map(failure => [failure.key, failure]));
  const deeds = new Map(snapshot.deeds.map(deed => [deed.key, deed]));
  const held = actions.flatMap((action): Held[] => {
    const failure = failures.get(action.key);
    const deed = deeds.get(action.key);
    if (failure !== undefined) return holdFor({ action, wait: awaitRetry(snapshot, action, failure) });
    return deed !== undefined && deed.digest === digest(action)
      ? holdFor({ action, wait: awaitEffect(snapshot, action, deed) })
      : [];
  });
  const heldKeys = new Set(held.map(({ action }) => action.key));
  return {
    actions: actions.filter(
      action => !heldKeys.has(action.key) && !(action.after !== undefined && heldKeys.has(action.after)),
    ),
    waits: held.map(({ wait }) => wait),
  };
}

export function hasFailed(snapshot: Snapshot, key: string): boolean {
  return recentFailures(snapshot).some(failure => failure.key === key);
}

export function recentFailures({ failures, now }: Snapshot): ActionFailure[] {
  return failures.filter(failure => now - failure.at < FORGOTTEN_AFTER_SECONDS * 1000);
}

/** The same action again, soon after it might have been: the one before had no effect. */
export function repeatDeed(previous: Deed | undefined, action: Action, now: number): Deed {
  const deed = { key: action.key, digest: digest(action) };
  const isRepeated =
    previous?.digest === deed.digest &&
    now - previous.at < (pauseWithoutEffect(previous.count) + GONE_FOR_SECONDS) * 1000;
  return { ...deed, at: now, count: isRepeated ? previous.count + 1 : 1 };
}

/** Who has not needed an action for so long needs it for a new cause. */
const GONE_FOR_SECONDS = 10;

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

function holdFor(held: Held): Held[] {
  return held.wait.retryAfterSeconds > 0 ? [held] : [];
}

function awaitRetry({ now }: Snapshot, action: Action, failure: ActionFailure): Wait {
  const { message, at, count } = failure;
  const host = unknownHost(failure);
  if (host !== null) return awaitName({ now, action, failure, host });
  return {
    reason: 'ActionFailed',
    about: action.about,
    message: `Failed to ${action.key}: ${message}`,
    cure: 'It is tried again by itself',
    severity: count > 2 && action.outlook === undefined ? 'problem' : 'progress',
    retryAfterSeconds: remainingSeconds(now - at, pauseAfterFailure(action, count)),
  };
}

const NAMES_TAKE_SECONDS = 30;
const LONGEST_NAME_PAUSE_SECONDS = 3;

function awaitName({
  now,
  action,
  failure,
  host,
}: {
  now: number;
  action: Action;
  failure: ActionFailure;
  host: string;
}): Wait {
  const isLate = now - failure.since > NAMES_TAKE_SECONDS * 1000;
  const pause = Math.min(1.3 ** (failure.count - 1), LONGEST_NAME_PAUSE_SECONDS);
  const { namespace } = action.about;
  const name = host.split('.')[0] ?? host;
  return {
    reason: 'NameUnresolved',
    about: { apiVersion: 'v1', kind: 'Pod', namespace, name },
    message: `The DNS name of ${name} is not known to the others yet`,
    cure: isLate
      ? `Check the cluster's DNS and the headless Service: ${host} must resolve in every pod`
      : 'It is tried again every few seconds',
    severity: isLate ? 'problem' : 'progress',
    retryAfterSeconds: remainingSeconds(now - failure.at, pause),
  };
}

function awaitEffect({ now }: Snapshot, action: Action, { at, count }: Deed): Wait {
  return {
    reason: 'ActionFailed',
    about: action.about,
    message: `It was done and had no effect: ${action.key}`,
    cure: 'It is tried again by itself',
    severity: count > 2 ? 'problem' : 'progress',
    retryAfterSeconds: remainingSeconds(now - at, pauseWithoutEffect(count)),
  };
}

function pauseAfterFailure({ outlook }: Action, count: number): number {
  const longest = outlook === 'unsure' ? LONGEST_PAUSE_OF_VAIN_TRIES_SECONDS : LONGEST_PAUSE_SECONDS;
  return doubled(count, longest);
}

function pauseWithoutEffect(count: number): number {
  return doubled(count, LONGEST_PAUSE_OF_VAIN_TRIES_SECONDS);
}

function doubled(count: number, longest: number): number {
  return Math.min(2 ** (count - 1), longest);
}

function remainingSeconds(elapsedMilliseconds: number, pauseSeconds: number): number {
  return Math.ceil(Math.max(0, pauseSeconds - elapsedMilliseconds / 1000));
}
