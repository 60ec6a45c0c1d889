import { type EventRecorder, type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { type Caches, cacheFor, resourceOf } from '@cartridge-on-kubernetes/observe';
import {
  describeAction,
  describeFailure,
  type Plan,
  type StatusUpdate,
  unknownHost,
} from '@cartridge-on-kubernetes/planner';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { Outcome } from '../apply/outcome.ts';
import type { Logger } from '../logger.ts';

export interface Reporter {
  client: KubeClient;
  caches: Caches;
  recorder: EventRecorder;
  clock: Clock;
}

/** Reports each action that was carried out or failed by a log line and an Event, with the text of describeAction. */
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
      // If the failure lasts, the plan reports it.
      log.info(
        { ...details, seconds: outcome.seconds, error: outcome.message },
        'A name does not resolve yet',
      );
    } else {
      const { message: error, errorClass } = outcome;
      log.warn({ ...details, seconds: outcome.seconds, error, errorClass }, 'An action failed');
      const message = describeFailure(action, error);
      recorder.record({ about: action.about, type: 'Warning', reason: 'ActionFailed', message });
    }
  }
}

export function reportEvents({ recorder }: Reporter, plan: Plan): void {
  for (const event of plan.events) recorder.record(event);
}

/** Writes the statuses of the plan, which holds only those that differ. A deleted object needs no status. */
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
    // `add` replaces the whole status, so that fields which this version does not know vanish.
    { kind: 'json', operations: [{ op: 'add', path: '/status', value: status }] },
    { deadlineSeconds: 15 },
  );
  cacheFor(caches, target.kind)?.assume(written);
}
