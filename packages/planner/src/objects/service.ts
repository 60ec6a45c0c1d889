import { BINARY_PORT, type Cluster, headlessServiceName, type Service } from '@cartridge-on-kubernetes/api';
import { controllerReference } from './owner-references.ts';

/** Ports of the instances' own protocol: TCP for requests, UDP for the membership. */
const servicePorts: NonNullable<Service['spec']['ports']> = [
  { name: 'app', port: BINARY_PORT, protocol: 'TCP', targetPort: BINARY_PORT },
  { name: 'app-udp', port: BINARY_PORT, protocol: 'UDP', targetPort: BINARY_PORT },
];

/**
 * The headless Service that gives instances their names. It publishes addresses that are not ready,
 * because instances need each other's names to become ready.
 */
export function buildService(cluster: Cluster): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: headlessServiceName(cluster.metadata.name),
      namespace: cluster.metadata.namespace ?? '',
      labels: cluster.spec?.selector?.matchLabels ?? {},
      ownerReferences: [controllerReference(cluster)],
    },
    spec: {
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: cluster.spec?.selector?.matchLabels ?? {},
      ports: servicePorts,
    },
  };
}
