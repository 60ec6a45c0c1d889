import type { KubeObject } from '../../objects/kube-object.ts';
import { timestamp } from '../../objects/timestamp.ts';
import { trackUpdate } from '../../patch/apply/managed-fields.ts';
import { groupVersionOf } from '../served-resource.ts';
import type { VerbScope } from '../verb-scope.ts';
import type { WriteOptions } from '../write-options.ts';

/** metadata.managedFields after a create, an update or a patch. */
export function trackOwners(
  { resource, context }: VerbScope,
  write: {
    object: KubeObject;
    previous: KubeObject | undefined;
    options: WriteOptions;
    subresource?: string;
  },
): unknown[] {
  const { options, ...rest } = write;
  return trackUpdate({
    ...rest,
    schema: resource.schema(),
    apiVersion: groupVersionOf(resource),
    manager: options.fieldManager,
    time: timestamp(context.now),
  });
}
