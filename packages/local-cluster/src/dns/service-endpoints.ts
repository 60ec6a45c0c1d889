import type { Endpoint, EndpointPort } from 'kubernetes-types/discovery/v1';
import { endpointSlices } from '../in-process/kinds.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';

export interface ServiceEndpoint {
  address: string;
  hostname: string | undefined;
  ports: EndpointPort[];
}

/** The endpoints of a Service that take traffic, from its EndpointSlices. */
export function readyEndpoints(
  objects: TypedObjects,
  service: { namespace: string | undefined; name: string },
): ServiceEndpoint[] {
  const selector = { matchLabels: { 'kubernetes.io/service-name': service.name } };
  const slices = objects.list(endpointSlices, { namespace: service.namespace, selector });
  return slices.flatMap(slice =>
    (slice.endpoints ?? [])
      .filter((endpoint: Endpoint) => endpoint.conditions?.ready !== false)
      .flatMap((endpoint: Endpoint) =>
        endpoint.addresses.map(address => ({
          address,
          hostname: endpoint.hostname,
          ports: slice.ports ?? [],
        })),
      ),
  );
}
