import { forbidden, notFound } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { RuleContext } from '../resources/kind-rules.ts';

/** Objects are created in namespaces that exist and are not being deleted. */
export function admitNamespace(object: KubeObject, { resource, reader }: RuleContext): void {
  const namespace = object.metadata.namespace;
  if (!resource.namespaced || namespace === undefined) return;
  const found = reader.read('/namespaces', { name: namespace });
  if (!found) throw notFound({ group: '', resource: 'namespaces', name: namespace });
  if (found.metadata.deletionTimestamp !== undefined)
    throw forbidden(
      { ...resource, name: object.metadata.name },
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
}
