import { forbidden } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf, textOf } from '../objects/object-fields.ts';
import type { RuleContext } from '../resources/kind-rules.ts';

/** Turns a pod's priority class into its priority. */
export function admitPriority(object: KubeObject, { resource, reader }: RuleContext): void {
  if (resource.storage !== '/pods') return;
  const spec = fieldsOf(object, 'spec');
  const name = textOf(spec.priorityClassName);
  const classes = reader.list('scheduling.k8s.io/priorityclasses');
  const chosen = classes.find(candidate =>
    name ? candidate.metadata.name === name : candidate.globalDefault === true,
  );
  if (name && !chosen)
    throw forbidden(
      { ...resource, name: object.metadata.name },
      `no PriorityClass with name ${name} was found`,
    );
  spec.priority = chosen?.value ?? 0;
  if (chosen) spec.priorityClassName = chosen.metadata.name;
  if (spec.preemptionPolicy === undefined)
    spec.preemptionPolicy = chosen?.preemptionPolicy ?? 'PreemptLowerPriority';
}
