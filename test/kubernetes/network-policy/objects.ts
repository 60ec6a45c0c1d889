import { type LabelSelector, matchesSelector } from '@cartridge-on-kubernetes/api';
import type { KubeObject } from '@cartridge-on-kubernetes/kube';

/** Of each object what decides about traffic. */
export interface Pod {
  address: string;
  namespace: string;
  labels: Record<string, string>;
  ports: Array<{ name?: string; containerPort: number; protocol?: string }>;
}

export interface Namespace {
  name: string;
  labels: Record<string, string>;
}

export interface Policy {
  namespace: string;
  podSelector: LabelSelector;
  policyTypes: string[];
  ingress: Array<{ from?: Peer[]; ports?: Port[] }>;
  egress: Array<{ to?: Peer[]; ports?: Port[] }>;
}

export interface Peer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: { cidr: string; except?: string[] };
}

export interface Port {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}

export interface PodObject extends KubeObject {
  spec: { hostNetwork?: boolean; containers: Array<{ ports?: Pod['ports'] }> };
  status?: { podIP?: string; phase?: string };
}

export interface PolicyObject extends KubeObject {
  spec: Partial<Omit<Policy, 'namespace'>>;
}

/** Undefined: it has no address of its own, or none any more. */
export function podOf({ metadata, spec, status }: PodObject): Pod | undefined {
  const { podIP: address, phase = '' } = status ?? {};
  if (address === undefined || spec.hostNetwork || ['Succeeded', 'Failed'].includes(phase)) return undefined;
  return {
    address,
    namespace: metadata?.namespace ?? '',
    labels: metadata?.labels ?? {},
    ports: spec.containers.flatMap(({ ports = [] }) => ports),
  };
}

export function policyOf({ metadata, spec }: PolicyObject): Policy {
  const { podSelector = {}, policyTypes = ['Ingress'], ingress = [], egress = [] } = spec;
  return { namespace: metadata?.namespace ?? '', podSelector, policyTypes, ingress, egress };
}

export function selects(policy: Policy, pod: Pod): boolean {
  return policy.namespace === pod.namespace && matchesSelector(policy.podSelector, pod.labels);
}
