export const BINARY_PORT = 3301;
export const ADMIN_PORT = 8081;
export const DEFAULT_DOMAIN = 'cluster.local';

export interface AdvertiseParts {
  pod: string;
  cluster: string;
  namespace: string;
  /** DNS domain of the Kubernetes cluster */
  domain: string;
}

/** The identity of an instance in the topology; equal to what TARANTOOL_ADVERTISE_URI expands to in the chart. */
export function advertiseUri({ pod, cluster, namespace, domain }: AdvertiseParts): string {
  return `${pod}.${cluster}.${namespace}.svc.${domain}:${BINARY_PORT}`;
}
