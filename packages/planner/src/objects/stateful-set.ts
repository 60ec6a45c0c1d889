import {
  annotations,
  type Cluster,
  digest,
  headlessServiceName,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import { DEFAULT_WEIGHT } from '../facts/wanted-weight.ts';
import type { ReplicasetView } from '../views/views.ts';
import { controllerReference } from './owner-references.ts';
import { buildPodTemplate, identityLabels } from './pod-template.ts';

/** A new StatefulSet. Its pods start side by side, as instances find each other by themselves. */
export function buildStatefulSet(cluster: Cluster, replicaset: ReplicasetView): StatefulSet {
  const { role, name } = replicaset;
  const { template: _template, status: _status, ...spec } = { status: undefined, ...role.template?.spec };
  const podTemplate = buildPodTemplate(replicaset);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {
      name,
      namespace: cluster.metadata.namespace ?? '',
      labels: { ...role.role.metadata.labels, ...identityLabels(replicaset) },
      annotations: {
        [annotations.isBootstrapped]: '0',
        [annotations.replicasetWeight]: String(role.role.spec?.weight ?? DEFAULT_WEIGHT),
        ...copiedRoles(replicaset),
        [annotations.templateDigest]: digest(podTemplate),
      },
      ownerReferences: [controllerReference(role.role)],
    },
    spec: {
      ...spec,
      selector: spec.selector ?? {},
      replicas: role.replicas,
      serviceName: headlessServiceName(cluster.metadata.name),
      podManagementPolicy: spec.podManagementPolicy ?? 'Parallel',
      updateStrategy: { type: 'OnDelete' },
      template: podTemplate,
    },
  };
}

/** The StatefulSet carries the roles too, as in 0.0.9 and later. */
export function copiedRoles({ role }: ReplicasetView): Record<string, string> {
  const key = annotations.rolesToAssign;
  const text =
    role.template?.spec?.template?.metadata?.annotations?.[key] ?? role.template?.metadata.annotations?.[key];
  return text === undefined ? {} : { [key]: text };
}
