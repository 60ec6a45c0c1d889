import type { Container, ObjectFieldSelector, Pod, ResourceFieldSelector } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { quantityOf } from '../objects/quantity-of.ts';

export interface PodFacts {
  pod: Stored<Pod>;
  podAddress: string;
  node: { name: string; address: string; cpus: number; memoryBytes: number };
}

/** The text of a downward API field; undefined for a field that is not offered. */
export function readField(facts: PodFacts, selector: ObjectFieldSelector): string | undefined {
  const { pod, podAddress, node } = facts;
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(selector.fieldPath);
  if (keyed) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? '';
  switch (selector.fieldPath) {
    case 'metadata.name':
      return pod.metadata.name;
    case 'metadata.namespace':
      return pod.metadata.namespace;
    case 'metadata.uid':
      return pod.metadata.uid;
    case 'metadata.labels':
      return formatMap(pod.metadata.labels);
    case 'metadata.annotations':
      return formatMap(pod.metadata.annotations);
    case 'spec.nodeName':
      return node.name;
    case 'spec.serviceAccountName':
      return pod.spec?.serviceAccountName ?? 'default';
    case 'status.hostIP':
    case 'status.hostIPs':
      return node.address;
    case 'status.podIP':
    case 'status.podIPs':
      return podAddress;
    default:
      return undefined;
  }
}

/** A container's limit or request, rounded up to whole divisors; without a limit, what the node has. */
export function readResource(facts: PodFacts, container: Container, selector: ResourceFieldSelector): string {
  const [side = '', name = ''] = splitOnce(selector.resource, '.');
  const resources = container.resources ?? {};
  const limit = resources.limits?.[name];
  const given = side === 'requests' ? (resources.requests?.[name] ?? limit) : limit;
  const whole = name === 'cpu' ? facts.node.cpus : name === 'memory' ? facts.node.memoryBytes : 0;
  const value = given === undefined && side === 'limits' ? whole : quantityOf(given);
  const divisor = quantityOf(selector.divisor) || 1;
  return String(Math.ceil(value / divisor));
}

function formatMap(map: Record<string, string> | undefined): string {
  const entries = Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join('\n');
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
