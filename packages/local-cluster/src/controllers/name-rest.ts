import { formatKey } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';

const restMilliseconds = 250;

/**
 * How long a pod's name stays free after the pod is gone. `kubectl delete` reads the pod, then lists it, and waits for
 * what it finds: made again within that moment, it would be waited for until the time-out. A real cluster is slower
 * than that by itself. Times are milliseconds of the monotonic clock, which nobody puts back.
 */
export class NameRest {
  readonly #goneAt = new Map<string, number>();

  remember(key: ObjectKey, now: number): void {
    for (const [name, at] of this.#goneAt) if (now - at >= restMilliseconds) this.#goneAt.delete(name);
    this.#goneAt.set(formatKey(key), now);
  }

  /** Milliseconds until the name may be used again. */
  remaining(key: ObjectKey, now: number): number {
    const goneAt = this.#goneAt.get(formatKey(key));
    return goneAt === undefined ? 0 : Math.max(0, goneAt + restMilliseconds - now);
  }
}
