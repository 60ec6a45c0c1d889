import { type Clock, type Platform, sleep } from '@cartridge-on-kubernetes/platform';
import { type Backoff, backoffDelay } from '../backoff.ts';
import type { KubeClient } from '../client/client.ts';
import { errorFromStatus, GoneError, StatusError } from '../errors.ts';
import { compareResourceVersions, type KubeObject, objectKey, type WatchEvent } from '../objects.ts';
import type { Resource } from '../resource.ts';
import { listPages } from './list-pages.ts';
import { PeerTimer } from './peer-timer.ts';
import { type CacheChange, Store } from './store.ts';

export interface WatchCacheOptions<T extends KubeObject, P> {
  client: KubeClient;
  resource: Resource<T>;
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** what to keep of each object */
  project: (object: T) => P;
  indexes?: Readonly<Record<string, (value: P) => readonly string[]>>;
  onChange?: (change: CacheChange<P>) => void;
  /** a watch begins: the first one, and each that follows when the server has ended one */
  onWatch?: () => void;
  /** a list or a watch failed and is tried again after the delay; a watch's ordinary end is no problem */
  onProblem?: (problem: { error: unknown; retryMilliseconds: number }) => void;
  platform: Pick<Platform, 'clock' | 'random'>;
  tuning?: Partial<WatchCacheTuning>;
}

export interface WatchCacheTuning {
  pageSize: number;
  /** each watch asks for a time between these two, so that many caches do not come back together */
  watchSeconds: readonly [number, number];
  bookmarkSilenceSeconds: number;
  backoff: Backoff;
}

const usualTuning: WatchCacheTuning = {
  pageSize: 500,
  watchSeconds: [300, 600],
  bookmarkSilenceSeconds: 180,
  backoff: { firstMilliseconds: 100, longestMilliseconds: 10_000 },
};

/** A watch that ends sooner has not really begun. */
const soonMilliseconds = 1000;

/**
 * A local copy of the objects of one kind, kept up to date by a watch: list once, then watch from there for ever.
 * A broken or ended watch resumes where it was; only when the server has forgotten that point (410) is everything
 * listed again, and the old copy serves until the new list is complete.
 */
export class WatchCache<T extends KubeObject, P = T> {
  readonly #options: WatchCacheOptions<T, P>;
  readonly #tuning: WatchCacheTuning;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #store: Store<T, P>;
  readonly #stop = new AbortController();
  /** where the watch stands; undefined asks for a list */
  #resourceVersion: string | undefined;
  #lastSeenVersion = '';
  #synced = false;
  #failures = 0;
  #announceSync: () => void = () => {};
  #loop: Promise<void> | undefined;
  readonly #firstSync: Promise<void>;

  constructor(options: WatchCacheOptions<T, P>) {
    this.#options = options;
    this.#tuning = { ...usualTuning, ...options.tuning };
    this.#clock = options.platform.clock;
    this.#random = options.platform.random;
    this.#store = new Store<T, P>({
      project: options.project,
      indexes: options.indexes ?? {},
      onChange: change => options.onChange?.(change),
    });
    this.#firstSync = new Promise(resolve => {
      this.#announceSync = resolve;
    });
  }

  /** Starts once; resolves when the first list is complete, or the cache stopped before. Failures are retried for ever and told to onProblem. */
  start(): Promise<void> {
    this.follow();
    return this.#firstSync;
  }

  /** Starts, for callers that do not wait for the first list. */
  follow(): void {
    this.#loop ??= this.#run();
  }

  /** Lists once, without watching; a failure is the caller's. */
  async listOnce(): Promise<void> {
    await this.#listAll();
  }

  async stop(): Promise<void> {
    this.abort();
    await this.#loop;
  }

  /** Stops, for callers that do not wait for the end. */
  abort(): void {
    this.#stop.abort();
    this.#announceSync();
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  get synced(): boolean {
    return this.#synced;
  }

  get size(): number {
    return this.#store.size;
  }

  /** By `namespace/name`. */
  get(key: string): P | undefined {
    return this.#store.get(key);
  }

  list(): P[] {
    return this.#store.values();
  }

  byIndex(index: string, term: string): P[] {
    return this.#store.byIndex(index, term);
  }

  /**
   * Takes over the answer of a write of ours, so that the next reader sees it before the watch brings it.
   * Ignored where the watch is already past that version: it may have seen the object change or go since. Taken over also
   * while everything is listed again: what is compared with the old copy would be taken for unchanged.
   */
  assume(object: T): void {
    const version = object.metadata?.resourceVersion;
    if (version === undefined || !this.#synced) return;
    const order = compareResourceVersions(version, this.#lastSeenVersion);
    if (order !== undefined && order > 0) this.#store.put(object);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (this.#resourceVersion === undefined) await this.#listAll();
        await this.#watchOnce();
      } catch (error) {
        if (this.#stop.signal.aborted) break;
        await this.#recover(error);
      }
    }
  }

  async #listAll(): Promise<void> {
    const { client, resource, namespace, labelSelector, fieldSelector } = this.#options;
    let seen = new Set<string>();
    const version = await listPages<T>({
      client,
      resource,
      namespace,
      labelSelector,
      fieldSelector,
      pageSize: this.#tuning.pageSize,
      signal: this.#stop.signal,
      onPage: (items, listVersion) => {
        const wentBack = this.#isBeforeLastSeen(listVersion);
        for (const item of items) {
          seen.add(objectKey(item));
          this.#store.put(item, wentBack ? 'whatever is stored' : 'unless older');
        }
      },
      onRestart: () => {
        seen = new Set();
      },
    });
    for (const key of [...this.#store.keys()]) {
      if (!seen.has(key) && !this.#isNewerThan(key, version)) this.#store.delete(key);
    }
    this.#resourceVersion = version;
    this.#lastSeenVersion = version;
    this.#synced = true;
    this.#announceSync();
  }

  /** A server restored from a backup counts from an earlier point: then everything it lists is right. */
  #isBeforeLastSeen(version: string): boolean {
    const order = compareResourceVersions(version, this.#lastSeenVersion);
    return order !== undefined && order < 0;
  }

  /** An object of a write that the list was too early to see. */
  #isNewerThan(key: string, version: string): boolean {
    if (this.#isBeforeLastSeen(version)) return false;
    const order = compareResourceVersions(this.#store.resourceVersionOf(key) ?? '', version);
    return order !== undefined && order > 0;
  }

  async #watchOnce(): Promise<void> {
    const { client, resource, namespace, labelSelector, fieldSelector } = this.#options;
    const [shortest, longest] = this.#tuning.watchSeconds;
    const timeoutSeconds = Math.round(shortest + (longest - shortest) * this.#random());
    const dead = new AbortController();
    const stopDead = (): void => dead.abort(this.#stop.signal.reason);
    this.#stop.signal.addEventListener('abort', stopDead, { once: true });
    const timer = new PeerTimer({
      clock: this.#clock,
      timeoutSeconds,
      bookmarkSilenceSeconds: this.#tuning.bookmarkSilenceSeconds,
      onDead: () => dead.abort(new Error('The API server fell silent in mid-watch')),
    });
    const startedAt = this.#clock.monotonic();
    this.#options.onWatch?.();
    try {
      const watch = client.watch(resource, {
        namespace,
        labelSelector,
        fieldSelector,
        resourceVersion: this.#resourceVersion,
        allowBookmarks: true,
        timeoutSeconds,
        signal: dead.signal,
      });
      for await (const event of watch) {
        timer.heard(event.type);
        this.#take(event);
      }
    } finally {
      timer.stop();
      if (this.#clock.monotonic() - startedAt >= soonMilliseconds) this.#failures = 0;
      this.#stop.signal.removeEventListener('abort', stopDead);
    }
    // An ordinary end goes on at once, but a server that ends each watch at once must not be asked in a tight loop.
    if (this.#clock.monotonic() - startedAt < soonMilliseconds)
      throw new Error('The watch ended as soon as it began');
  }

  #take(event: WatchEvent<T>): void {
    switch (event.type) {
      case 'ERROR':
        throw errorFromStatus({
          request: `watch ${this.#options.resource.plural}`,
          httpStatus: event.object.code ?? 500,
          status: event.object,
        });
      case 'BOOKMARK':
        break;
      case 'ADDED':
      case 'MODIFIED':
        this.#store.put(event.object);
        break;
      case 'DELETED':
        this.#store.delete(objectKey(event.object));
        break;
    }
    this.#failures = 0;
    const version = (event.object as KubeObject).metadata?.resourceVersion;
    if (version === undefined) return;
    this.#resourceVersion = version;
    this.#lastSeenVersion = version;
  }

  async #recover(error: unknown): Promise<void> {
    if (error instanceof GoneError || isVersionOfTheFuture(error)) this.#resourceVersion = undefined;
    this.#failures += 1;
    const asked = error instanceof StatusError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    const delay = Math.max(asked, backoffDelay(this.#tuning.backoff, this.#failures, this.#random()));
    this.#options.onProblem?.({ error, retryMilliseconds: delay });
    await sleep(this.#clock, delay, this.#stop.signal);
  }
}

/** How kube-apiserver answers where its storage was set back to an earlier point. */
function isVersionOfTheFuture(error: unknown): boolean {
  if (!(error instanceof StatusError)) return false;
  const causes = error.status.details?.causes ?? [];
  return causes.some(cause => cause.reason === 'ResourceVersionTooLarge');
}
