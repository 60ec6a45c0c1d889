import type { Container, Node, Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { quantityOf } from '../objects/quantity-of.ts';

interface Demand {
  cpu: number;
  memory: number;
}

/** Why a node does not take a pod, in the scheduler's words; empty when it does. */
export function reasonsAgainst(pod: Stored<Pod>, node: Stored<Node>, running: Stored<Pod>[]): string[] {
  if (node.spec?.unschedulable) return ['node(s) were unschedulable'];
  const selector = Object.entries(pod.spec?.nodeSelector ?? {});
  if (selector.some(([key, value]) => node.metadata.labels?.[key] !== value) || !fitsAffinity(pod, node)) {
    return ["node(s) didn't match Pod's node affinity/selector"];
  }
  const used = running.map(demandOf).reduce(add, { cpu: 0, memory: 0 });
  const wanted = demandOf(pod);
  const allocatable = node.status?.allocatable ?? {};
  const reasons: string[] = [];
  if (running.length + 1 > quantityOf(allocatable.pods ?? '110')) reasons.push('Too many pods');
  if (wanted.cpu > 0 && exceeds(used.cpu + wanted.cpu, allocatable.cpu)) reasons.push('Insufficient cpu');
  if (wanted.memory > 0 && exceeds(used.memory + wanted.memory, allocatable.memory))
    reasons.push('Insufficient memory');
  return reasons;
}

/** What a pod asks for: the sum of its containers, or its largest init container. */
function demandOf(pod: Stored<Pod>): Demand {
  const containers = (pod.spec?.containers ?? []).map(containerDemand).reduce(add, { cpu: 0, memory: 0 });
  const init = (pod.spec?.initContainers ?? []).map(containerDemand);
  return {
    cpu: Math.max(containers.cpu, ...init.map(demand => demand.cpu)),
    memory: Math.max(containers.memory, ...init.map(demand => demand.memory)),
  };
}

function containerDemand(container: Container): Demand {
  const { requests, limits } = container.resources ?? {};
  return {
    cpu: quantityOf(requests?.cpu ?? limits?.cpu),
    memory: quantityOf(requests?.memory ?? limits?.memory),
  };
}

function fitsAffinity(pod: Stored<Pod>, node: Stored<Node>): boolean {
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(term =>
    (term.matchExpressions ?? []).every(expression => {
      const value = node.metadata.labels?.[expression.key];
      const values = expression.values ?? [];
      if (expression.operator === 'In') return value !== undefined && values.includes(value);
      if (expression.operator === 'NotIn') return value === undefined || !values.includes(value);
      return expression.operator === 'Exists' ? value !== undefined : value === undefined;
    }),
  );
}

function add(a: Demand, b: Demand): Demand {
  return { cpu: a.cpu + b.cpu, memory: a.memory + b.memory };
}

/** Sums of fractions like 0.1 are compared with a little slack. */
function exceeds(value: number, limit: string | undefined): boolean {
  return value > quantityOf(limit) * (1 + 1e-9) + 1e-9;
}
