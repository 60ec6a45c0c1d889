import type { KindRules } from '../kind-rules.ts';
import type { ServedResource } from '../served-resource.ts';
import { autoscalerRules } from './autoscaler.ts';
import { customResourceDefinitionRules } from './custom-resource-definition.ts';
import { daemonSetRules } from './daemon-set.ts';
import { deploymentRules } from './deployment.ts';
import { endpointsRules } from './endpoints.ts';
import { eventRules } from './event.ts';
import { ingressRules } from './ingress.ts';
import { cronJobRules, jobRules } from './job.ts';
import { leaseRules } from './lease.ts';
import { namespaceRules } from './namespace.ts';
import { networkPolicyRules } from './network-policy.ts';
import { persistentVolumeClaimRules, persistentVolumeRules } from './persistent-volume.ts';
import { podRules } from './pod.ts';
import { podDisruptionBudgetRules } from './pod-disruption-budget.ts';
import { bindingRules, roleRules } from './rbac.ts';
import { replicaSetRules } from './replica-set.ts';
import { configMapRules, secretRules } from './secret.ts';
import { serviceRules } from './service.ts';
import { statefulSetRules } from './stateful-set.ts';
import { storageClassRules } from './storage-class.ts';

/** Code for single kinds, by storage; a kind that is not here is served by its schema alone. */
const rules: Record<string, KindRules> = {
  '/configmaps': configMapRules,
  '/endpoints': endpointsRules,
  '/events': eventRules,
  '/namespaces': namespaceRules,
  '/persistentvolumeclaims': persistentVolumeClaimRules,
  '/persistentvolumes': persistentVolumeRules,
  '/pods': podRules,
  '/secrets': secretRules,
  '/services': serviceRules,
  'apiextensions.k8s.io/customresourcedefinitions': customResourceDefinitionRules,
  'apps/daemonsets': daemonSetRules,
  'apps/deployments': deploymentRules,
  'apps/replicasets': replicaSetRules,
  'apps/statefulsets': statefulSetRules,
  'autoscaling/horizontalpodautoscalers': autoscalerRules,
  'batch/cronjobs': cronJobRules,
  'batch/jobs': jobRules,
  'coordination.k8s.io/leases': leaseRules,
  'networking.k8s.io/ingresses': ingressRules,
  'networking.k8s.io/networkpolicies': networkPolicyRules,
  'policy/poddisruptionbudgets': podDisruptionBudgetRules,
  'rbac.authorization.k8s.io/clusterrolebindings': bindingRules,
  'rbac.authorization.k8s.io/clusterroles': roleRules,
  'rbac.authorization.k8s.io/rolebindings': bindingRules,
  'rbac.authorization.k8s.io/roles': roleRules,
  'storage.k8s.io/storageclasses': storageClassRules,
};

const none: KindRules = {};

export function rulesOf(resource: ServedResource): KindRules {
  return resource.custom ? none : (rules[resource.storage] ?? none);
}
