import type { Pod } from 'kubernetes-types/core/v1';
import { pods, services } from '../in-process/kinds.ts';
import { keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import { matchesSelector } from './label-selector.ts';
import { isReady } from './pod-facts.ts';

/** Reports each Service whose endpoints may have changed with a pod. Returns the function that stops it. */
export function watchPodsOfServices(
  objects: TypedObjects,
  onChange: (service: ObjectKey) => void,
): () => void {
  return objects.watch(pods, ({ object, previous, type }) => {
    if (type === 'MODIFIED' && shownOf(object) === shownOf(previous)) return;
    for (const service of objects.list(services, { namespace: object.metadata.namespace })) {
      const selector = { matchLabels: service.spec?.selector };
      const concerned = [object, previous].some(pod => pod && matchesSelector(selector, pod.metadata.labels));
      if (concerned && service.spec?.selector) onChange(keyOf(service));
    }
  });
}

/** What of a pod endpoints show. */
function shownOf(pod: Stored<Pod> | undefined): string {
  return JSON.stringify([
    pod?.metadata.labels,
    pod?.metadata.deletionTimestamp,
    pod?.status?.podIP,
    pod?.status?.phase,
    pod && isReady(pod),
  ]);
}
