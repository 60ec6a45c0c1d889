import {
  type ActionFailure,
  type Deed,
  repeatDeed,
  repeatFailure,
  type Snapshot,
  type TopologyAnswer,
} from '@cartridge/planner';
import type { Outcome } from '../apply/outcome.ts';

/** What was not repeated for so long belongs to a plan that nobody makes any more. */
const memoryMilliseconds = 60 * 60 * 1000;

interface ClusterMemory {
  /** by action key, until it succeeds */
  failures: Map<string, ActionFailure>;
  /** by action key */
  deeds: Map<string, Deed>;
  /** by uuid */
  replicationStoppedSince: Map<string, number>;
}

/** What later passes over each Cluster need to know of earlier ones, and can do without after a restart. */
export class Memory {
  readonly #byCluster = new Map<string, ClusterMemory>();

  of(cluster: string, now: number): Pick<Snapshot, 'failures' | 'deeds'> {
    const { failures, deeds } = this.#memory(cluster);
    const isFresh = ({ at }: { at: number }): boolean => now - at < memoryMilliseconds;
    return { failures: [...failures.values()].filter(isFresh), deeds: [...deeds.values()].filter(isFresh) };
  }

  remember(cluster: string, outcomes: readonly Outcome[], now: number): void {
    const { failures, deeds } = this.#memory(cluster);
    for (const outcome of outcomes) {
      const { action } = outcome;
      const { key } = action;
      if (outcome.kind === 'done') {
        failures.delete(key);
        deeds.set(key, repeatDeed(deeds.get(key), action, now));
      }
      if (outcome.kind !== 'failed') continue;
      const { message, errorClass } = outcome;
      failures.set(key, repeatFailure(failures.get(key), { key, message, errorClass }, now));
    }
  }

  /** Since when each member has been named; a member that is no longer named begins anew. */
  replicationStoppedSince(cluster: string, answer: TopologyAnswer, now: number): Record<string, number> {
    const since = this.#memory(cluster).replicationStoppedSince;
    if (answer.kind === 'answered') {
      const named = answer.topology.suggestions.restartReplication;
      for (const uuid of since.keys()) if (!named.includes(uuid)) since.delete(uuid);
      for (const uuid of named) since.set(uuid, since.get(uuid) ?? now);
    }
    return Object.fromEntries(since);
  }

  forget(cluster: string): void {
    this.#byCluster.delete(cluster);
  }

  #memory(cluster: string): ClusterMemory {
    let memory = this.#byCluster.get(cluster);
    if (memory === undefined) {
      memory = { failures: new Map(), deeds: new Map(), replicationStoppedSince: new Map() };
      this.#byCluster.set(cluster, memory);
    }
    return memory;
  }
}
