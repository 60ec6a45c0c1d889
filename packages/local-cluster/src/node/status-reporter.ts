import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import { pods } from '../in-process/kinds.ts';
import { errorReason, keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { Log } from '../runtime/log.ts';

/** Writes a pod's status when it differs; changes that come while a write is under way go out together. */
export class StatusReporter {
  readonly #objects: TypedObjects;
  readonly #log: Log;
  readonly #build: (pod: Stored<Pod>) => PodStatus;
  readonly #pod: () => Stored<Pod>;
  #dirty = false;
  #closed = false;
  #writing: Promise<void> | undefined;

  constructor(options: {
    objects: TypedObjects;
    log: Log;
    pod: () => Stored<Pod>;
    build: (pod: Stored<Pod>) => PodStatus;
  }) {
    this.#objects = options.objects;
    this.#log = options.log;
    this.#pod = options.pod;
    this.#build = options.build;
  }

  report(): void {
    if (this.#closed) return;
    this.#dirty = true;
    this.#writing ??= this.#writeWhileDirty().finally(() => {
      this.#writing = undefined;
    });
  }

  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  /** Resolves when what was reported is written; nothing is written afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled();
  }

  async #writeWhileDirty(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    while (this.#dirty) {
      this.#dirty = false;
      await this.#write().catch(error => {
        if (errorReason(error) === 'NotFound') return;
        this.#log.error('Pod status was not written', { pod: this.#pod().metadata.name, error });
      });
    }
  }

  async #write(): Promise<void> {
    const pod = this.#objects.read(pods, keyOf(this.#pod()));
    if (!pod || pod.metadata.uid !== this.#pod().metadata.uid) return;
    const status = JSON.parse(JSON.stringify(this.#build(pod))) as Record<string, unknown>;
    const present = (pod.status ?? {}) as Record<string, unknown>;
    if (canonicalJson({ ...present, ...status }) === canonicalJson(present)) return;
    const removed = { reason: null, message: null, podIP: null, podIPs: null };
    await this.#objects.patchStatus(pods, keyOf(pod), { ...removed, ...status });
  }
}
