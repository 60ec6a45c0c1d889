import { customResourceDefinitions } from '../in-process/kinds.ts';
import type { Change } from '../in-process/objects.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import type { Resource } from '../objects/kube-object.ts';

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
