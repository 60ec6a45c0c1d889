import type { KubeObject } from '../objects/kube-object.ts';
import { autoscalerFromV2, autoscalerToV2 } from './kinds/autoscaler-conversion.ts';
import { eventFromCore, eventToCore } from './kinds/event-conversion.ts';
import { groupVersionOf, type ServedResource } from './served-resource.ts';

/** Between the version a resource is served in and the one its objects are kept in. */
export function toStored(resource: ServedResource, object: KubeObject): KubeObject {
  const apiVersion = groupVersionOf(resource.storageVersion);
  if (object.apiVersion === apiVersion) return object;
  if (object.apiVersion === 'events.k8s.io/v1') return eventToCore(object);
  if (object.apiVersion === 'autoscaling/v1') return autoscalerToV2(object);
  return { ...object, apiVersion };
}

/** Custom resources have the conversion strategy None: only the apiVersion differs. */
export function fromStored(resource: ServedResource, object: KubeObject): KubeObject {
  const apiVersion = groupVersionOf(resource);
  if (object.apiVersion === apiVersion) return object;
  if (apiVersion === 'events.k8s.io/v1') return eventFromCore(object);
  if (apiVersion === 'autoscaling/v1') return autoscalerFromV2(object);
  return { ...object, apiVersion };
}
