import { endpointSlices, endpoints } from '../in-process/kinds.ts';
import type { Kind, TypedObjects } from '../in-process/typed-objects.ts';

const address = '127.0.0.1';
const key = { namespace: 'default', name: 'kubernetes' };

/** The endpoints of the Service `kubernetes`: where this API server listens. */
export async function publishApiServer(objects: TypedObjects, port: number): Promise<void> {
  await put(objects, endpoints, {
    metadata: { ...key, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: address }], ports: [{ name: 'https', port, protocol: 'TCP' }] }],
  });
  await put(objects, endpointSlices, {
    metadata: { ...key, labels: { 'kubernetes.io/service-name': key.name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
    ports: [{ name: 'https', port, protocol: 'TCP' }],
  });
}

async function put<T>(
  objects: TypedObjects,
  kind: Kind<T>,
  object: Omit<T, 'apiVersion' | 'kind'>,
): Promise<void> {
  if (objects.read(kind, key)) await objects.mergePatch(kind, key, object);
  else await objects.create(kind, object);
}
