import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import type { Cells } from './cell-functions.ts';

export const autoscalingCells: Record<string, Cells> = {
  'autoscaling/horizontalpodautoscalers': {
    Reference: object => {
      const { kind, name } = fieldsOf(object.spec, 'scaleTargetRef');
      return `${textOf(kind)}/${textOf(name)}`;
    },
    Targets: targets,
    MinPods: object => String(numberOf(fieldsOf(object.spec).minReplicas, 1)),
    MaxPods: object => numberOf(fieldsOf(object.spec).maxReplicas),
    Replicas: object => numberOf(fieldsOf(object.status).currentReplicas),
  },
};

function targets(object: KubeObject): string {
  const metrics = listOf(fieldsOf(object.spec).metrics);
  if (metrics.length === 0) return '<none>';
  const current = listOf(fieldsOf(object.status).currentMetrics);
  return metrics
    .map((metric, index) => {
      const resource = fieldsOf(metric.resource);
      const now = fieldsOf(current[index], 'resource', 'current').averageUtilization;
      return `${textOf(resource.name)}: ${now === undefined ? '<unknown>' : `${now}%`}/${numberOf(fieldsOf(resource.target).averageUtilization)}%`;
    })
    .join(', ');
}
