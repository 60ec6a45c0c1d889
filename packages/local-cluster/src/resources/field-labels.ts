import { badRequest } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf, textOf } from '../objects/object-fields.ts';
import type { ServedResource } from './served-resource.ts';

export interface FieldRequirement {
  path: string;
  value: string;
  isNegated: boolean;
}

const everywhere = ['metadata.name', 'metadata.namespace'];

/** Fields that lists and watches of built-in kinds select by, beside name and namespace. */
const ownLabels: Record<string, string[]> = {
  '/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  '/events': [
    ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
      field => `involvedObject.${field}`,
    ),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  '/namespaces': ['status.phase'],
  '/nodes': ['spec.unschedulable'],
  '/replicationcontrollers': ['status.replicas'],
  '/secrets': ['type'],
  '/services': ['spec.clusterIP', 'spec.type'],
  'batch/jobs': ['status.successful'],
  'certificates.k8s.io/certificatesigningrequests': ['spec.signerName'],
};

export function refuseUnknownFields(resource: ServedResource, requirements: FieldRequirement[]): void {
  const own = resource.custom ? resource.custom.selectableFields : ownLabels[resource.storage];
  for (const { path } of requirements) {
    if (everywhere.includes(path) || own?.includes(path)) continue;
    if (own) throw badRequest(`field label not supported: ${path}`);
    throw badRequest(
      `${JSON.stringify(path)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
}

/** As text; false and 0 where the field is not set but Go would say so. */
export function labelText(object: KubeObject, path: string): string {
  if (path === 'source' && object.kind === 'Event')
    return textOf(fieldsOf(object.source).component) || textOf(object.reportingComponent);
  let current: unknown = object;
  for (const name of path.split('.')) current = fieldsOf(current)[name];
  if (current === undefined || current === null)
    return path === 'spec.hostNetwork' || path === 'spec.unschedulable' ? 'false' : '';
  return String(current);
}
