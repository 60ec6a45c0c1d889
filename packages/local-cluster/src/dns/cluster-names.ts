import { services } from '../in-process/kinds.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import { readyEndpoints, type ServiceEndpoint } from './service-endpoints.ts';

/** The name below which the preload asks for the host address behind a cluster IP. */
const clusterIpZone = 'cluster-ip';

export interface NameSource {
  objects: TypedObjects;
  clusterDomain: string;
  /** the loopback address that stands for a Service's cluster IP */
  serviceAddress: (key: { namespace: string; name: string }) => string | undefined;
}

/** The addresses of a name of the cluster; undefined when there is no such name. */
export function resolveClusterName(source: NameSource, name: string): string[] | undefined {
  const suffix = `.${source.clusterDomain}`;
  const lower = name.toLowerCase().replace(/\.$/, '');
  if (!lower.endsWith(suffix)) return undefined;
  const labels = lower.slice(0, -suffix.length).split('.');
  const kind = labels.pop();
  if (kind === clusterIpZone) return resolveClusterIp(source, (labels.pop() ?? '').replaceAll('-', '.'));
  const namespace = labels.pop();
  if (!namespace) return undefined;
  if (kind === 'pod') return labels.length === 1 && labels[0] ? [labels[0].replaceAll('-', '.')] : undefined;
  const service = labels.pop();
  if (kind !== 'svc' || !service) return undefined;
  return resolveService(source, { namespace, name: service }, labels);
}

function resolveService(
  source: NameSource,
  key: { namespace: string; name: string },
  labels: string[],
): string[] | undefined {
  const service = source.objects.read(services, key);
  if (!service) return undefined;
  const isHeadless = service.spec?.clusterIP === 'None';
  if (!isHeadless) {
    const address = labels.length === 0 ? source.serviceAddress(key) : undefined;
    return address ? [address] : undefined;
  }
  const endpoints = readyEndpoints(source.objects, key);
  const wanted =
    labels.length === 0 ? endpoints : endpoints.filter(found => hostLabel(found) === labels.join('.'));
  return wanted.length > 0 ? [...new Set(wanted.map(found => found.address))] : undefined;
}

function resolveClusterIp(source: NameSource, clusterIP: string): string[] | undefined {
  const service = source.objects.list(services).find(found => found.spec?.clusterIP === clusterIP);
  const { namespace, name } = service?.metadata ?? {};
  const address = namespace && name ? source.serviceAddress({ namespace, name }) : undefined;
  return address ? [address] : undefined;
}

function hostLabel(endpoint: ServiceEndpoint): string {
  return endpoint.hostname ?? endpoint.address.replaceAll('.', '-');
}
