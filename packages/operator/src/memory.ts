import type { Recollection } from '@cartridge-on-kubernetes/observe';
import {
  type ActionFailure,
  type Deed,
  moveSightings,
  renewSightings,
  repeatDeed,
  repeatFailure,
  type Sightings,
  type Snapshot,
} from '@cartridge-on-kubernetes/planner';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { Outcome } from './apply/outcome.ts';

/** An action that was not repeated for so long is no longer planned. */
const memoryMilliseconds = 60 * 60 * 1000;

interface ClusterMemory {
  /** by action key, until it succeeds */
  failures: Map<string, ActionFailure>;
  /** by action key */
  deeds: Map<string, Deed>;
  /** null before the first pass */
  sightings: Sightings | null;
  /** wall clock minus monotonic clock when the times above were written, milliseconds */
  offset: number;
}

/** Smaller differences come from slewing by NTP and from reading the two clocks one after the other. */
const setMilliseconds = 1000;

/**
 * What each pass over a Cluster needs to know of earlier passes; it can be lost at a restart.
 *
 * Its times are those of the wall clock, as they are compared with times of Kubernetes' objects. Where the wall clock
 * is set, or the machine slept, they move with it: a jump of a month must not make anything last for a month.
 */
export class Memory implements Recollection {
  readonly #clock: Clock;
  readonly #byCluster = new Map<string, ClusterMemory>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(cluster: string): Pick<Snapshot, 'failures' | 'deeds'> {
    const now = this.#clock.now();
    const { failures, deeds } = this.#followClock(cluster);
    const isFresh = ({ at }: { at: number }): boolean => now - at < memoryMilliseconds;
    return { failures: [...failures.values()].filter(isFresh), deeds: [...deeds.values()].filter(isFresh) };
  }

  remember(cluster: string, outcomes: readonly Outcome[]): void {
    const now = this.#clock.now();
    const { failures, deeds } = this.#followClock(cluster);
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

  look(cluster: string, seen: Omit<Snapshot, 'sightings'>): Sightings {
    const memory = this.#memory(cluster);
    memory.sightings = renewSightings(memory.sightings, seen);
    return memory.sightings;
  }

  forget(cluster: string): void {
    this.#byCluster.delete(cluster);
  }

  #followClock(cluster: string): ClusterMemory {
    const memory = this.#memory(cluster);
    const setBy = this.#readOffset() - memory.offset;
    if (Math.abs(setBy) < setMilliseconds) return memory;
    memory.offset += setBy;
    for (const [key, deed] of memory.deeds) memory.deeds.set(key, { ...deed, at: deed.at + setBy });
    for (const [key, failure] of memory.failures)
      memory.failures.set(key, { ...failure, at: failure.at + setBy, since: failure.since + setBy });
    if (memory.sightings !== null) memory.sightings = moveSightings(memory.sightings, setBy);
    return memory;
  }

  #readOffset(): number {
    return Math.round(this.#clock.now() - this.#clock.monotonic());
  }

  #memory(cluster: string): ClusterMemory {
    let memory = this.#byCluster.get(cluster);
    if (memory === undefined) {
      memory = { failures: new Map(), deeds: new Map(), sightings: null, offset: this.#readOffset() };
      this.#byCluster.set(cluster, memory);
    }
    return memory;
  }
}
