import type { KubernetesObject } from '@cartridge-on-kubernetes/api';
import { type CacheChange, WorkQueue, type WorkResult } from '@cartridge-on-kubernetes/kube';
import type { CacheName } from '@cartridge-on-kubernetes/observe';
import type { Platform } from '@cartridge-on-kubernetes/platform';

/** Control loop for one kind of object, each named by its key. */
export interface ControllerLogic {
  name: string;
  /** caches whose changes may concern a key */
  resources: readonly CacheName[];
  /** Keys that the change concerns: those that the object belongs to now, and those that it belonged to before. */
  keysOf(name: CacheName, change: CacheChange<KubernetesObject>): Iterable<string>;
  /** A watch reported a change that concerns the key; a pass over the key follows. */
  noticed(key: string): void;
  /** One pass over a key. Resolves to the time of the next pass; if it throws, the queue backs off. */
  reconcile(key: string, signal: AbortSignal): Promise<WorkResult>;
  failed(failure: FailedPass): void;
}

export interface FailedPass {
  key: string;
  error: unknown;
  retryMilliseconds: number;
}

export interface Controller extends ControllerLogic {
  queue: WorkQueue;
}

export function withQueue(
  logic: ControllerLogic,
  { platform, workers }: { platform: Pick<Platform, 'clock' | 'random'>; workers: number },
): Controller {
  const queue = new WorkQueue({
    workers,
    work: (key, signal) => logic.reconcile(key, signal),
    clock: platform.clock,
    random: platform.random,
    onFailure: (key, error, retryMilliseconds) => logic.failed({ key, error, retryMilliseconds }),
  });
  return { ...logic, queue };
}

/** Puts every key that the change concerns in the queue of its controller. */
export function noticeChange(
  controllers: readonly Controller[],
  name: CacheName,
  change: CacheChange<KubernetesObject>,
): void {
  for (const controller of controllers) {
    if (!controller.resources.includes(name)) continue;
    for (const key of controller.keysOf(name, change)) {
      controller.noticed(key);
      controller.queue.add(key);
    }
  }
}
