import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf } from '../../objects/object-fields.ts';

/** autoscaling/v1 knows one metric, the average CPU use; v2 keeps it as a resource metric. */
export function autoscalerToV2(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage, ...spec } = fieldsOf(object, 'spec');
  const metrics =
    targetCPUUtilizationPercentage === undefined ? undefined : [cpuMetric(targetCPUUtilizationPercentage)];
  return { ...object, apiVersion: 'autoscaling/v2', spec: { ...spec, ...(metrics && { metrics }) } };
}

export function autoscalerFromV2(object: KubeObject): KubeObject {
  const { metrics, behavior: _behavior, ...spec } = fieldsOf(object, 'spec');
  const cpu = listOf(metrics).find(metric => fieldsOf(metric, 'resource').name === 'cpu');
  const percentage = fieldsOf(cpu, 'resource', 'target').averageUtilization;
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    status: { currentReplicas: 0, ...fieldsOf(object, 'status') },
    spec: { ...spec, ...(percentage !== undefined && { targetCPUUtilizationPercentage: percentage }) },
  };
}

function cpuMetric(averageUtilization: unknown) {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}
