import type { ObjectMeta } from '@cartridge-on-kubernetes/api';
import { type Clock, sleep } from '@cartridge-on-kubernetes/platform';
import type { KubeClient } from './client/client.ts';
import { AlreadyExistsError, ConflictError, NotFoundError } from './errors.ts';
import type { Resource } from './resource.ts';

/** Source: coordination.k8s.io/v1 Lease. */
export interface Lease {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec?: LeaseSpec;
}

export interface LeaseSpec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
  leaseTransitions?: number;
}

export const leases: Resource<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

export interface LeaderElectionOptions {
  client: KubeClient;
  namespace: string;
  name: string;
  identity: string;
  durationSeconds: number;
  renewSeconds: number;
  /** seconds between two reads of the Lease by a candidate */
  retrySeconds: number;
  /** true only if the holder certainly no longer runs; then its Lease need not expire first */
  isHolderGone?: (identity: string) => Promise<boolean>;
  clock: Clock;
  onProblem?: (error: unknown) => void;
}

/**
 * Lease election. Every write carries the resourceVersion that was read, so of two candidates one gets a Conflict.
 * Whether a holder is alive is judged by how long its Lease stayed unchanged on the candidate's monotonic clock: clocks
 * of different machines are never compared, and a wall clock that is set forward takes no live Lease.
 */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  #held: Lease | undefined;
  #observed: { resourceVersion: string; since: number } | undefined;
  #renewal: Promise<void> | undefined;

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  get isLeader(): boolean {
    return this.#held !== undefined;
  }

  /** Aborts when the leadership is lost without `release`; the process should end then. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Resolves true once this candidate leads, and keeps the Lease renewed from then on; false if stopped before. */
  async acquire(): Promise<boolean> {
    while (!this.#stop.signal.aborted) {
      try {
        this.#held = await this.#tryAcquire();
      } catch (error) {
        this.#options.onProblem?.(error);
      }
      if (this.#held !== undefined) {
        this.#renewal = this.#keepRenewing();
        return true;
      }
      await sleep(this.#clock, this.#options.retrySeconds * 1000, this.#stop.signal);
    }
    return false;
  }

  /** Stops, and hands the Lease back so that a successor need not wait. */
  async release(): Promise<void> {
    this.#stop.abort();
    await this.#renewal;
    const lease = this.#held;
    this.#held = undefined;
    if (lease === undefined || this.#lost.signal.aborted) return;
    const spec: LeaseSpec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 };
    try {
      await this.#options.client.update(leases, { ...lease, spec }, { deadlineSeconds: 5 });
    } catch (error) {
      this.#options.onProblem?.(error);
    }
  }

  async #tryAcquire(): Promise<Lease | undefined> {
    const { client, namespace, name } = this.#options;
    let lease: Lease;
    try {
      lease = await client.get(leases, { namespace, name }, { deadlineSeconds: 10 });
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      return this.#unlessOutrun(() =>
        client.create(leases, { metadata: { namespace, name }, spec: this.#claim(undefined) }),
      );
    }
    if (!(await this.#mayTake(lease))) return undefined;
    return this.#unlessOutrun(() =>
      client.update(leases, { ...lease, spec: this.#claim(lease.spec) }, { deadlineSeconds: 10 }),
    );
  }

  async #mayTake(lease: Lease): Promise<boolean> {
    const holder = lease.spec?.holderIdentity ?? '';
    if (holder === '' || holder === this.#options.identity) return true;
    const resourceVersion = lease.metadata.resourceVersion ?? '';
    if (this.#observed?.resourceVersion !== resourceVersion) {
      this.#observed = { resourceVersion, since: this.#clock.monotonic() };
    }
    const duration = lease.spec?.leaseDurationSeconds ?? this.#options.durationSeconds;
    if (this.#clock.monotonic() - this.#observed.since >= duration * 1000) return true;
    return (await this.#options.isHolderGone?.(holder)) ?? false;
  }

  #claim(previous: LeaseSpec | undefined): LeaseSpec {
    const now = microTime(this.#clock.now());
    const { identity, durationSeconds } = this.#options;
    const same = previous?.holderIdentity === identity;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: durationSeconds,
      acquireTime: same ? (previous.acquireTime ?? now) : now,
      renewTime: now,
      leaseTransitions: (previous?.leaseTransitions ?? 0) + (same || previous === undefined ? 0 : 1),
    };
  }

  async #unlessOutrun(write: () => Promise<Lease>): Promise<Lease | undefined> {
    try {
      return await write();
    } catch (error) {
      if (error instanceof ConflictError || error instanceof AlreadyExistsError) return undefined;
      throw error;
    }
  }

  async #keepRenewing(): Promise<void> {
    const { renewSeconds, durationSeconds, retrySeconds } = this.#options;
    let renewedAt = this.#readClocks();
    let failing = false;
    while (!this.#stop.signal.aborted) {
      await sleep(this.#clock, (failing ? retrySeconds : renewSeconds) * 1000, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      const startedAt = this.#readClocks();
      const outcome = await this.#renew();
      if (outcome === 'renewed') renewedAt = startedAt;
      failing = outcome !== 'renewed';
      // A successor may start at `durationSeconds`; this leader must have stopped before.
      const outOfTime = this.#longestSince(renewedAt) >= (durationSeconds - renewSeconds) * 1000;
      if (outcome === 'taken' || outOfTime) {
        this.#held = undefined;
        this.#lost.abort();
        return;
      }
    }
  }

  #readClocks(): { wall: number; monotonic: number } {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }

  /** Milliseconds by the clock that has advanced more: the monotonic clock stands still while the machine sleeps. */
  #longestSince(earlier: { wall: number; monotonic: number }): number {
    const { wall, monotonic } = this.#readClocks();
    return Math.max(wall - earlier.wall, monotonic - earlier.monotonic);
  }

  async #renew(): Promise<'renewed' | 'failed' | 'taken'> {
    const lease = this.#held;
    if (lease === undefined) return 'taken';
    const { client, namespace, name, identity, retrySeconds } = this.#options;
    const deadlineSeconds = Math.max(5, retrySeconds);
    try {
      const spec = { ...lease.spec, renewTime: microTime(this.#clock.now()) };
      this.#held = await client.update(leases, { ...lease, spec }, { deadlineSeconds });
      return 'renewed';
    } catch (error) {
      this.#options.onProblem?.(error);
      if (error instanceof NotFoundError) return 'taken';
      if (!(error instanceof ConflictError)) return 'failed';
    }
    // A conflict may come from an own renewal whose answer was lost: read which candidate holds the Lease.
    try {
      const current = await client.get(leases, { namespace, name }, { deadlineSeconds });
      if (current.spec?.holderIdentity !== identity) return 'taken';
      this.#held = current;
    } catch (error) {
      this.#options.onProblem?.(error);
    }
    return 'failed';
  }
}

/** RFC 3339 with microseconds, the format of MicroTime. */
function microTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
