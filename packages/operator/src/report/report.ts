import { type EventRecorder, type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { type Caches, cacheFor, resourceOf } from '@cartridge-on-kubernetes/observe';
import { describeAction, type Plan, type StatusUpdate, unknownHost } from '@cartridge-on-kubernetes/planner';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { Outcome } from '../apply/outcome.ts';
import type { Logger } from '../logger.ts';

export interface Reporter {
  client: KubeClient;
  caches: Caches;
  recorder: EventRecorder;
  clock: Clock;
}

/** Tells of what was done and what failed: a log line and an Event for each, in the words of describeAction. */
export function reportOutcomes({ recorder }: Reporter, outcomes: readonly Outcome[], log: Logger): void {
  for (const outcome of outcomes) {
    const { action } = outcome;
    const what = describeAction(action);
    const details = { action: action.kind, urgency: action.urgency, what };
    if (outcome.kind === 'left_out') {
      log.debug(details, 'Left an action out');
    } else if (outcome.kind === 'done') {
      log.info({ ...details, seconds: outcome.seconds }, 'Carried out an action');
      if (action.event !== null) {
        recorder.record({ about: action.about, type: 'Normal', reason: action.event, message: what });
      }
    } else if (unknownHost(outcome) !== null) {
      // The plan tells of it where it lasts.
      log.info({ ...details, seconds: outcome.seconds, error: outcome.message }, 'A name is not known yet');
    } else {
      const { message: error, errorClass } = outcome;
      log.warn({ ...details, seconds: outcome.seconds, error, errorClass }, 'An action failed');
      recorder.record({
        about: action.about,
        type: 'Warning',
        reason: 'ActionFailed',
        message: `${what}. ${error}`,
      });
    }
  }
}

export function reportEvents({ recorder }: Reporter, plan: Plan): void {
  for (const event of plan.events) recorder.record(event);
}

/** Writes the statuses that differ; the planner has compared. An object that is gone needs none. */
export async function reportStatuses(reporter: Reporter, statuses: readonly StatusUpdate[]): Promise<void> {
  for (const update of statuses) {
    try {
      await writeStatus(reporter, update);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}

async function writeStatus({ client, caches }: Reporter, { target, status }: StatusUpdate): Promise<void> {
  const { namespace, name } = target;
  const written = await client.patch(
    resourceOf(target),
    { namespace, name, subresource: 'status' },
    // `add` replaces what is there as a whole, so that fields we no longer know vanish.
    { kind: 'json', operations: [{ op: 'add', path: '/status', value: status }] },
    { deadlineSeconds: 15 },
  );
  cacheFor(caches, target.kind)?.assume(written);
}
