import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf } from '../objects/object-fields.ts';
import type { ServedResource } from './served-resource.ts';

/** Built-in kinds whose metadata.generation counts changes of the desired state. */
const counted = new Set([
  '/pods',
  '/replicationcontrollers',
  'apps/daemonsets',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'batch/cronjobs',
  'batch/jobs',
  'networking.k8s.io/ingresses',
  'networking.k8s.io/ingressclasses',
  'networking.k8s.io/networkpolicies',
  'policy/poddisruptionbudgets',
  'discovery.k8s.io/endpointslices',
  'apiextensions.k8s.io/customresourcedefinitions',
  'admissionregistration.k8s.io/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingwebhookconfigurations',
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'flowcontrol.apiserver.k8s.io/flowschemas',
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations',
]);

export function hasGeneration(resource: ServedResource): boolean {
  return resource.custom !== undefined || counted.has(resource.storage);
}

/** The generation after an update: one more when anything but metadata and status differs. */
export function nextGeneration(
  resource: ServedResource,
  object: KubeObject,
  previous: KubeObject,
): number | undefined {
  if (!hasGeneration(resource)) return previous.metadata.generation;
  const generation = previous.metadata.generation ?? 1;
  // Binding a pod to its node is no change of the desired state.
  if (resource.storage === '/pods' && !fieldsOf(previous.spec).nodeName && fieldsOf(object.spec).nodeName)
    return generation;
  const ignoresStatus = resource.subresources.some(sub => sub.name === 'status');
  return isDeepStrictEqual(wishes(object, ignoresStatus), wishes(previous, ignoresStatus))
    ? generation
    : generation + 1;
}

function wishes(object: KubeObject, ignoresStatus: boolean): unknown {
  const { metadata: _metadata, apiVersion: _apiVersion, ...rest } = object;
  if (!ignoresStatus) return rest;
  const { status: _status, ...wished } = rest;
  return wished;
}
