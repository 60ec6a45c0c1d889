import { customResourceDefinitions } from '../kinds.ts';
import type { Change, Resource } from '../storage/objects.ts';
import type { TypedObjects } from '../typed-objects.ts';

export type EverythingListener = (resource: Resource, change: Change) => void;

/** Follows the objects of every resource served, also of those a CustomResourceDefinition adds later. */
export function watchEverything(objects: TypedObjects, listeners: EverythingListener[]): () => void {
  const stops = new Map<string, () => void>();
  const watchNew = (): void => {
    for (const resource of objects.raw.resources()) {
      const name = `${resource.group}/${resource.resource}`;
      if (stops.has(name)) continue;
      stops.set(name, () => {});
      const stop = objects.raw.watch(resource, change => {
        for (const listener of listeners) listener(resource, change);
      });
      stops.set(name, stop);
    }
  };
  watchNew();
  const stopDefinitions = objects.watch(customResourceDefinitions, () => setImmediate(watchNew));
  return () => {
    stopDefinitions();
    for (const stop of stops.values()) stop();
  };
}
