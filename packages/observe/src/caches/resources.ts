import type {
  Cluster,
  KubernetesEvent,
  KubernetesObject,
  ObjectReference,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicasetTemplate,
  Role,
  Service,
  StatefulSet,
} from '@cartridge-on-kubernetes/api';
import { apiVersionOf, type Resource } from '@cartridge-on-kubernetes/kube';

function resource<T>(
  group: string,
  { kind, plural, version = 'v1' }: { kind: string; plural: string; version?: string },
): Resource<T> {
  return { group, version, kind, plural, namespaced: true };
}

/** Every kind the operator reads or writes. The chart's RBAC has to allow these. */
export const resources = {
  clusters: resource<Cluster>('tarantool.io', { kind: 'Cluster', plural: 'clusters', version: 'v1alpha1' }),
  roles: resource<Role>('tarantool.io', { kind: 'Role', plural: 'roles', version: 'v1alpha1' }),
  templates: resource<ReplicasetTemplate>('tarantool.io', {
    kind: 'ReplicasetTemplate',
    plural: 'replicasettemplates',
    version: 'v1alpha1',
  }),
  statefulSets: resource<StatefulSet>('apps', { kind: 'StatefulSet', plural: 'statefulsets' }),
  pods: resource<Pod>('', { kind: 'Pod', plural: 'pods' }),
  services: resource<Service>('', { kind: 'Service', plural: 'services' }),
  claims: resource<PersistentVolumeClaim>('', {
    kind: 'PersistentVolumeClaim',
    plural: 'persistentvolumeclaims',
  }),
  disruptionBudgets: resource<PodDisruptionBudget>('policy', {
    kind: 'PodDisruptionBudget',
    plural: 'poddisruptionbudgets',
  }),
  events: resource<KubernetesEvent>('', { kind: 'Event', plural: 'events' }),
  secrets: resource<SecretObject>('', { kind: 'Secret', plural: 'secrets' }),
} as const;

export interface SecretObject extends KubernetesObject {
  /** base64 */
  data?: Readonly<Record<string, string>>;
}

/** The resource of an action's object. Throws for a kind the operator does not know, which is a mistake of ours. */
export function resourceOf(
  reference: Pick<ObjectReference, 'apiVersion' | 'kind'>,
): Resource<KubernetesObject> {
  for (const known of Object.values(resources)) {
    if (known.kind === reference.kind && apiVersionOf(known) === reference.apiVersion) {
      return known as Resource<KubernetesObject>;
    }
  }
  throw new Error(`The operator does not know ${reference.apiVersion} ${reference.kind}`);
}
