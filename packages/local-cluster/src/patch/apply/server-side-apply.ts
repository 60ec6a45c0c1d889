import { badRequest } from '../../http/api-error.ts';
import type { PatchTarget } from '../../http/patch-handler.ts';
import type { ObjectService } from '../../resources/object-service.ts';
import type { WriteOptions } from '../../resources/write-options.ts';
import { isRecord } from '../../schema/decode.ts';
import type { KubeObject } from '../../storage/objects.ts';
import { applyMergePatch } from '../merge-patch.ts';

export interface ApplyRequest extends PatchTarget {
  options: WriteOptions;
  configuration: unknown;
  isForced: boolean;
}

export async function serverSideApply(
  service: ObjectService,
  request: ApplyRequest,
): Promise<{ object: KubeObject; isCreated: boolean }> {
  const { resource, key, configuration, options } = request;
  if (!isRecord(configuration)) throw badRequest('the configuration to apply must be an object');
  if (!service.find(resource, key)) {
    const object = await service.create(resource, {
      namespace: key.namespace ?? '',
      body: configuration,
      options,
    });
    return { object, isCreated: true };
  }
  const object = await service.change(resource, {
    ...request,
    edit: current => applyMergePatch(current, configuration),
  });
  return { object, isCreated: false };
}
