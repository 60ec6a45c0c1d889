import { digest } from '@cartridge-on-kubernetes/api';
import { pauseAfterFailure, pauseWithoutEffect, recentFailures } from '../facts/tries.ts';
import { unknownHost } from '../facts/unknown-host.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import { describeFailure, describeVainAction } from '../plan/describe-action.ts';
import type { AllFindings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';
import type { ActionFailure, Deed, Snapshot } from '../snapshot.ts';

interface Held {
  action: Action;
  wait: Wait;
}

/**
 * Actions wait 1, 2, 4 … seconds after their last try: up to 60 after a failure, up to 600 after a success without
 * effect.
 */
export function holdFailed({ snapshot }: World, findings: AllFindings): AllFindings {
  const failures = new Map(recentFailures(snapshot).map(failure => [failure.key, failure]));
  const deeds = new Map(snapshot.deeds.map(deed => [deed.key, deed]));
  const held = findings.actions.flatMap((action): Held[] => {
    const failure = failures.get(action.key);
    const deed = deeds.get(action.key);
    if (failure !== undefined) return holdFor({ action, wait: awaitRetry(snapshot, action, failure) });
    return deed !== undefined && deed.digest === digest(action)
      ? holdFor({ action, wait: awaitEffect(snapshot, action, deed) })
      : [];
  });
  const heldKeys = new Set(held.map(({ action }) => action.key));
  return {
    ...findings,
    actions: findings.actions.filter(({ key, after }) => !heldKeys.has(key) && !heldKeys.has(after ?? '')),
    waits: [...findings.waits, ...held.map(({ wait }) => wait)],
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
    message: describeFailure(action, message),
    cure: 'The operator tries again',
    held: action.kind,
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
    message: `The other instances cannot resolve the DNS name of ${name} yet`,
    cure: isLate
      ? `Check the cluster's DNS and the headless Service: ${host} must resolve in every pod`
      : 'The operator tries again every few seconds',
    severity: isLate ? 'problem' : 'progress',
    retryAfterSeconds: remainingSeconds(now - failure.at, pause),
  };
}

function awaitEffect({ now }: Snapshot, action: Action, { at, count }: Deed): Wait {
  return {
    reason: 'ActionFailed',
    about: action.about,
    ...describeVainAction(action, count),
    held: action.kind,
    severity: count > 2 ? 'problem' : 'progress',
    retryAfterSeconds: remainingSeconds(now - at, pauseWithoutEffect(count)),
  };
}

function remainingSeconds(elapsedMilliseconds: number, pauseSeconds: number): number {
  return Math.ceil(Math.max(0, pauseSeconds - elapsedMilliseconds / 1000));
}
