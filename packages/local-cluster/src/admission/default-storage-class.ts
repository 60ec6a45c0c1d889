import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf } from '../objects/object-fields.ts';
import type { RuleContext } from '../resources/kind-rules.ts';

const annotation = 'storageclass.kubernetes.io/is-default-class';

/** A claim that names no storage class gets the default one; the empty name asks for none. */
export function admitStorageClass(object: KubeObject, { resource, reader }: RuleContext): void {
  if (resource.storage !== '/persistentvolumeclaims') return;
  const spec = fieldsOf(object, 'spec');
  if (spec.storageClassName !== undefined) return;
  const classes = reader.list('storage.k8s.io/storageclasses');
  const standard = classes.find(candidate => candidate.metadata.annotations?.[annotation] === 'true');
  if (standard) spec.storageClassName = standard.metadata.name;
}
