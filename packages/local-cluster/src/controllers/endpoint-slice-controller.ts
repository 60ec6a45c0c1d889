import type { Service } from 'kubernetes-types/core/v1';
import type { Endpoint, EndpointSlice } from 'kubernetes-types/discovery/v1';
import { endpointSlices, services } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { controllerReference, isControlledBy } from './ownership.ts';
import { type EndpointPod, groupByPorts, podReference, podsOfService } from './service-endpoints.ts';
import type { Reconciliation } from './start-controller.ts';
import { startServiceController } from './start-service-controller.ts';
import { hashTemplate } from './template-hash.ts';

const serviceNameLabel = 'kubernetes.io/service-name';
const managedBy = 'endpointslice-controller.k8s.io';

/** Keeps one EndpointSlice for each set of ports that the pods of a Service offer. */
export function startEndpointSliceController(context: ControllerContext): RunningController {
  return startServiceController(context, { name: 'endpoint-slice', reconcile });
}

async function reconcile({ context, key }: Reconciliation): Promise<undefined> {
  const { objects } = context;
  const service = objects.read(services, key);
  const found = service && podsOfService(objects, service);
  if (!service || service.metadata.deletionTimestamp || !found) return;
  const present = objects
    .list(endpointSlices, {
      namespace: key.namespace,
      selector: { matchLabels: { [serviceNameLabel]: key.name } },
    })
    .filter(slice => isControlledBy(slice, service));
  const wanted = buildSlices(service, found);
  for (const slice of wanted) {
    const old = present.find(candidate => candidate.metadata.name === slice.metadata.name);
    if (!old) await objects.create(endpointSlices, slice);
    else if (canonicalJson([old.endpoints, old.ports]) !== canonicalJson([slice.endpoints, slice.ports])) {
      await objects.mergePatch(endpointSlices, keyOf(old), {
        endpoints: slice.endpoints,
        ports: slice.ports,
      });
    }
  }
  const names = new Set(wanted.map(slice => slice.metadata.name));
  for (const old of present) {
    if (!names.has(old.metadata.name)) await objects.delete(endpointSlices, keyOf(old));
  }
}

type NewSlice = Omit<EndpointSlice, 'metadata'> & { metadata: { name: string } };

function buildSlices(service: Stored<Service>, found: EndpointPod[]): NewSlice[] {
  const groups = groupByPorts(service, found);
  if (groups.size === 0) groups.set('[]', []);
  return [...groups].map(([ports, members]) => ({
    metadata: {
      name: `${service.metadata.name}-${hashTemplate([service.metadata.uid, ports]).slice(-5)}`,
      namespace: service.metadata.namespace,
      labels: {
        ...service.metadata.labels,
        'endpointslice.kubernetes.io/managed-by': managedBy,
        [serviceNameLabel]: service.metadata.name,
        ...(service.spec?.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
      },
      ownerReferences: [controllerReference(service)],
    },
    addressType: 'IPv4',
    endpoints: members.map(buildEndpoint),
    ports: JSON.parse(ports),
  }));
}

function buildEndpoint(endpoint: EndpointPod): Endpoint {
  const { pod } = endpoint;
  return {
    addresses: [endpoint.address],
    conditions: {
      ready: endpoint.isPublished,
      serving: endpoint.isReady || endpoint.isPublished,
      terminating: endpoint.isTerminating,
    },
    ...(endpoint.hostname && { hostname: endpoint.hostname }),
    nodeName: pod.spec?.nodeName,
    targetRef: podReference(pod),
  };
}
