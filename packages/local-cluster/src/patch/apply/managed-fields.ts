import type { ServedResource } from '../../resources/served-resource.ts';
import type { WriteOptions } from '../../resources/write-options.ts';
import type { KubeObject } from '../../storage/objects.ts';

export function trackUpdate(input: {
  resource: ServedResource;
  object: KubeObject;
  previous: KubeObject | undefined;
  options: WriteOptions;
  now: Date;
  subresource?: string;
}): unknown[] {
  return input.previous?.metadata.managedFields ?? [];
}
