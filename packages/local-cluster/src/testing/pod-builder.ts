import type { Container, PodSpec } from 'kubernetes-types/core/v1';

/** The least a pod of one container needs; quick to end. */
export function buildPod(name: string, container: Partial<Container>, spec: Partial<PodSpec> = {}) {
  return {
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 2,
      ...spec,
      containers: [{ name: 'main', image: 'example/app:1', ...container }],
    },
  };
}
