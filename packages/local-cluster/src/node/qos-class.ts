import type { Container, PodSpec } from 'kubernetes-types/core/v1';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

export function qosClass(spec: PodSpec | undefined): QosClass {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const hasAny = containers.some(container => Object.keys(valuesOf(container)).length > 0);
  if (!hasAny) return 'BestEffort';
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function isGuaranteed(container: Container): boolean {
  const { limits = {}, requests = {} } = container.resources ?? {};
  return ['cpu', 'memory'].every(
    name => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name],
  );
}

function valuesOf(container: Container): Record<string, unknown> {
  return { ...container.resources?.limits, ...container.resources?.requests };
}
