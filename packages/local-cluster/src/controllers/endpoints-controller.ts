import type { EndpointAddress, EndpointSubset, Endpoints, Service } from 'kubernetes-types/core/v1';
import { endpoints, services } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { type EndpointPod, groupByPorts, podReference, podsOfService } from './service-endpoints.ts';
import type { Reconciliation } from './start-controller.ts';
import { startServiceController } from './start-service-controller.ts';

/** Keeps the Endpoints object of each Service that has a selector. */
export function startEndpointsController(context: ControllerContext): RunningController {
  return startServiceController(context, { name: 'endpoint', reconcile });
}

async function reconcile({ context, key }: Reconciliation): Promise<undefined> {
  const { objects } = context;
  const service = objects.read(services, key);
  const present = objects.read(endpoints, key);
  if (!service) {
    if (present && !present.metadata.deletionTimestamp) await objects.delete(endpoints, key);
    return;
  }
  const found = podsOfService(objects, service);
  if (!found || service.metadata.deletionTimestamp) return;
  const subsets = buildSubsets(service, found);
  const labels = {
    ...service.metadata.labels,
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
    ...(service.spec?.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
  };
  if (!present) {
    const object: Omit<Endpoints, 'apiVersion' | 'kind'> = { metadata: { ...key, labels }, subsets };
    await objects.create(endpoints, object);
  } else if (canonicalJson(present.subsets ?? []) !== canonicalJson(subsets)) {
    await objects.mergePatch(endpoints, keyOf(present), { metadata: { labels }, subsets });
  }
}

function buildSubsets(service: Stored<Service>, found: EndpointPod[]): EndpointSubset[] {
  const staying = found.filter(({ isTerminating, isPublished }) => !isTerminating || isPublished);
  return [...groupByPorts(service, staying)].map(([ports, members]) => {
    const ready = members.filter(member => member.isPublished).map(buildAddress);
    const notReady = members.filter(member => !member.isPublished).map(buildAddress);
    return {
      ...(ready.length > 0 && { addresses: ready }),
      ...(notReady.length > 0 && { notReadyAddresses: notReady }),
      ports: JSON.parse(ports),
    };
  });
}

function buildAddress({ address, hostname, pod }: EndpointPod): EndpointAddress {
  return {
    ip: address,
    ...(hostname && { hostname }),
    nodeName: pod.spec?.nodeName,
    targetRef: podReference(pod),
  };
}
