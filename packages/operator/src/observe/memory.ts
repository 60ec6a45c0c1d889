import {
  type ActionFailure,
  type Deed,
  renewSightings,
  repeatDeed,
  repeatFailure,
  type Sightings,
  type Snapshot,
} from '@cartridge/planner';
import type { Outcome } from '../apply/outcome.ts';

/** What was not repeated for so long belongs to a plan that nobody makes any more. */
const memoryMilliseconds = 60 * 60 * 1000;

interface ClusterMemory {
  /** by action key, until it succeeds */
  failures: Map<string, ActionFailure>;
  /** by action key */
  deeds: Map<string, Deed>;
  /** null before the first look */
  sightings: Sightings | null;
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

  /** Takes what this pass has seen to what earlier ones saw. */
  look(cluster: string, seen: Omit<Snapshot, 'sightings'>): Sightings {
    const memory = this.#memory(cluster);
    memory.sightings = renewSightings(memory.sightings, seen);
    return memory.sightings;
  }

  forget(cluster: string): void {
    this.#byCluster.delete(cluster);
  }

  #memory(cluster: string): ClusterMemory {
    let memory = this.#byCluster.get(cluster);
    if (memory === undefined) {
      memory = { failures: new Map(), deeds: new Map(), sightings: null };
      this.#byCluster.set(cluster, memory);
    }
    return memory;
  }
}
