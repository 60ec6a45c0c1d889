import type { AdminApi } from './admin-api.ts';
import type { ClusterAnswer, SelfAnswer } from './answer.ts';
import { AdminError } from './errors.ts';
import { nextPollDelayMs } from './poll-schedule.ts';
import { buildQuery } from './query.ts';
import { readSchema, schemaQuery } from './schema.ts';
import { clusterSelection, selfQuery } from './selection.ts';

/** The last answer, kept while newer ones are missing. Times are milliseconds since the epoch. */
export interface Picture {
  answer: ClusterAnswer;
  receivedAt: number;
}

export type Contact =
  | { kind: 'starting' }
  | { kind: 'live' }
  | { kind: 'unauthorized' }
  | { kind: 'lost'; reason: string; since: number; nextTryAt: number }
  /** It answers, but not this: its own state and error say why */
  | { kind: 'refused'; reason: string; self: SelfAnswer | null; since: number; nextTryAt: number };

export interface FeedState {
  picture: Picture | null;
  contact: Contact;
}

/** What the feed needs of a browser. */
export interface FeedSurroundings {
  now(): number;
  isHidden(): boolean;
  setTimer(run: () => void, delayMs: number): () => void;
}

/** Follows one instance's view of its cluster; one request at a time. */
export class ClusterFeed {
  readonly #api: AdminApi;
  readonly #surroundings: FeedSurroundings;
  readonly #listeners = new Set<() => void>();
  #state: FeedState = { picture: null, contact: { kind: 'starting' } };
  #queryText: string | null = null;
  #failures = 0;
  #asking = false;
  #cancelTimer: () => void = () => {};
  #stopped = true;

  constructor(api: AdminApi, surroundings: FeedSurroundings) {
    this.#api = api;
    this.#surroundings = surroundings;
  }

  readonly state = (): FeedState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    this.#stopped = false;
    this.askSoon();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  /** Asks without waiting for the timer: after a login, or when the user presses the button. */
  async askNow(): Promise<void> {
    if (this.#asking || this.#stopped) return;
    this.#asking = true;
    this.#cancelTimer();
    const startedAt = this.#surroundings.now();
    try {
      const answer = await this.#ask();
      this.#failures = 0;
      this.#publish({ picture: { answer, receivedAt: this.#surroundings.now() }, contact: { kind: 'live' } });
      this.#schedule(this.#surroundings.now() - startedAt);
    } catch (error) {
      this.#failures += 1;
      // Another version may answer next: an upgrade is the likeliest reason for a schema that changed.
      this.#queryText = null;
      await this.#report(error);
    } finally {
      this.#asking = false;
    }
  }

  /** `askNow` for callers that wait for nothing. An error that it did not expect is shown in the browser's console. */
  askSoon(): void {
    this.askNow().catch(error => reportError(error));
  }

  async #ask(): Promise<ClusterAnswer> {
    this.#queryText ??= await this.#writeQuery();
    return (await this.#api.query(this.#queryText)) as ClusterAnswer;
  }

  async #writeQuery(): Promise<string> {
    const query = buildQuery(readSchema(await this.#api.query(schemaQuery)), clusterSelection);
    if (query !== null) return query;
    throw new AdminError({
      code: 'not-an-admin-api',
      message: 'This instance answers, but offers no cluster API: its Web UI is switched off.',
    });
  }

  async #report(error: unknown): Promise<void> {
    if (error instanceof AdminError && error.code === 'unauthorized') {
      // The picture is dropped: after the end of a session another person must not read on.
      this.#publish({ picture: null, contact: { kind: 'unauthorized' } });
      return;
    }
    const refused = error instanceof AdminError && error.code === 'refused';
    const self = refused ? await this.#askSelf() : null;
    const nextTryAt = this.#schedule(0);
    const before = this.#state.contact;
    const kind = refused ? 'refused' : 'lost';
    const since = before.kind === kind ? before.since : this.#surroundings.now();
    const reason = error instanceof Error ? error.message : String(error);
    const contact: Contact =
      kind === 'refused' ? { kind, reason, self, since, nextTryAt } : { kind, reason, since, nextTryAt };
    this.#publish({ picture: this.#state.picture, contact });
  }

  async #askSelf(): Promise<SelfAnswer | null> {
    try {
      const data = (await this.#api.query(selfQuery)) as ClusterAnswer;
      return data.cluster?.self ?? null;
    } catch {
      return null;
    }
  }

  #schedule(tookMs: number): number {
    const { now, isHidden, setTimer } = this.#surroundings;
    const delayMs = nextPollDelayMs({ hidden: isHidden(), failures: this.#failures, tookMs });
    if (!this.#stopped) this.#cancelTimer = setTimer(() => this.askSoon(), delayMs);
    return now() + delayMs;
  }

  #publish(state: FeedState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
