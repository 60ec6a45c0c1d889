import type { PodFacts } from '../downward-api/field-reference.ts';

/**
 * What a kubelet writes to a pod's /etc/hosts, by name: a pod knows itself before any Service publishes it, and the
 * names in `hostAliases`.
 */
export function hostsOf({ pod, podAddress }: PodFacts, clusterDomain: string): Record<string, string> {
  const { hostname = pod.metadata.name, subdomain, hostAliases = [] } = pod.spec ?? {};
  const domain = `${subdomain}.${pod.metadata.namespace}.svc.${clusterDomain}`;
  const hosts: Record<string, string> = {};
  for (const { ip = '', hostnames = [] } of hostAliases)
    for (const name of hostnames) hosts[name.toLowerCase()] = ip;
  for (const name of subdomain ? [hostname, `${hostname}.${domain}`] : [hostname])
    hosts[name.toLowerCase()] = podAddress;
  return hosts;
}
