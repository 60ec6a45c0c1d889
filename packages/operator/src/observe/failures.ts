import type { ActionFailure } from '@cartridge/planner';
import type { Outcome } from '../apply/outcome.ts';

/** A failure that was not repeated for so long belongs to a plan that nobody makes any more. */
const memoryMilliseconds = 60 * 60 * 1000;

/** What failed in earlier passes over each Cluster, by action key, until it succeeds. */
export class Failures {
  readonly #byCluster = new Map<string, Map<string, ActionFailure>>();

  of(cluster: string, now: number): ActionFailure[] {
    const failures = [...(this.#byCluster.get(cluster)?.values() ?? [])];
    return failures.filter(failure => now - failure.at < memoryMilliseconds);
  }

  remember(cluster: string, outcomes: readonly Outcome[], now: number): void {
    const failures = this.#byCluster.get(cluster) ?? new Map<string, ActionFailure>();
    for (const outcome of outcomes) {
      const { key } = outcome.action;
      if (outcome.kind === 'done') failures.delete(key);
      if (outcome.kind !== 'failed') continue;
      const { message, errorClass } = outcome;
      failures.set(key, { key, message, errorClass, at: now, count: (failures.get(key)?.count ?? 0) + 1 });
    }
    this.#byCluster.set(cluster, failures);
  }

  forget(cluster: string): void {
    this.#byCluster.delete(cluster);
  }
}
