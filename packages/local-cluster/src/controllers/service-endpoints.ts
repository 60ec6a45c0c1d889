import type { ObjectReference, Pod, Service, ServicePort } from 'kubernetes-types/core/v1';
import { pods } from '../in-process/kinds.ts';
import type { Stored, TypedObjects } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import { matchesSelector } from './label-selector.ts';
import { isFinished, isReady, isTerminating } from './pod-facts.ts';

export interface EndpointPod {
  pod: Stored<Pod>;
  address: string;
  /** takes traffic: it is ready, or the Service publishes addresses that are not */
  isPublished: boolean;
  isReady: boolean;
  isTerminating: boolean;
  hostname: string | undefined;
}

interface ResolvedPort {
  name: string | undefined;
  port: number;
  protocol: string;
}

/** The pods behind a Service with a selector, by name; undefined for a Service without one. */
export function podsOfService(objects: TypedObjects, service: Stored<Service>): EndpointPod[] | undefined {
  const matchLabels = service.spec?.selector;
  if (!matchLabels || Object.keys(matchLabels).length === 0) return undefined;
  const publishesAll = service.spec?.publishNotReadyAddresses === true;
  return objects
    .list(pods, { namespace: service.metadata.namespace })
    .filter(pod => matchesSelector({ matchLabels }, pod.metadata.labels))
    .flatMap(pod => {
      const address = pod.status?.podIP;
      if (!address || isFinished(pod)) return [];
      const ready = isReady(pod);
      const { hostname, subdomain } = pod.spec ?? {};
      return {
        pod,
        address,
        isReady: ready,
        isTerminating: isTerminating(pod),
        isPublished: publishesAll || (ready && !isTerminating(pod)),
        hostname: hostname && subdomain === service.metadata.name ? hostname : undefined,
      };
    });
}

/** By the ports they offer, as canonical JSON. */
export function groupByPorts(service: Stored<Service>, found: EndpointPod[]): Map<string, EndpointPod[]> {
  const groups = new Map<string, EndpointPod[]>();
  for (const endpoint of found) {
    const ports = canonicalJson(portsOfPod(service, endpoint.pod));
    groups.set(ports, [...(groups.get(ports) ?? []), endpoint]);
  }
  return groups;
}

export function podReference({ metadata }: Stored<Pod>): ObjectReference {
  const { name, namespace, uid } = metadata;
  return { kind: 'Pod', name, namespace, uid };
}

/** The Service's ports as one pod offers them; a port whose name the pod does not know is left out. */
function portsOfPod(service: Stored<Service>, pod: Stored<Pod>): ResolvedPort[] {
  return (service.spec?.ports ?? []).flatMap(port => {
    const number = targetPort(port, pod);
    return number ? { name: port.name, port: number, protocol: port.protocol ?? 'TCP' } : [];
  });
}

function targetPort(port: ServicePort, pod: Stored<Pod>): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number' || /^\d+$/.test(target)) return Number(target);
  const containerPorts = (pod.spec?.containers ?? []).flatMap(container => container.ports ?? []);
  return containerPorts.find(
    found => found.name === target && (found.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
  )?.containerPort;
}
