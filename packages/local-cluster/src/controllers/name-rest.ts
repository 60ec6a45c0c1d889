import { formatKey } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';

const restMilliseconds = 250;

/**
 * How long a pod's name stays free after the pod is gone. `kubectl delete` reads the pod, lists it, and waits until the
 * listed pod is gone. If a new pod of the same name existed by then, kubectl would wait for that pod until the
 * time-out. A real cluster takes longer than this pause anyway. Times are milliseconds of the monotonic clock, which
 * cannot be set.
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
