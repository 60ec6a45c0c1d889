import { serverSideApply } from '../patch/apply/server-side-apply.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { ObjectService } from '../resources/object-service.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { fieldErrors } from '../schema/field-error.ts';
import type { ObjectKey } from '../storage/objects.ts';
import { invalid } from './api-error.ts';
import { type ApiRequest, isTrue } from './api-request.ts';
import { contentType, parseJson, parseYaml, readBody } from './request-body.ts';
import { sendObject } from './send-object.ts';
import { writeOptionsOf } from './write-options-of.ts';

export interface PatchTarget {
  resource: ServedResource;
  key: ObjectKey;
  subresource?: string;
}

const applyTypes = new Set(['application/apply-patch+yaml', 'application/apply-patch']);

export async function patchOne(
  request: ApiRequest,
  service: ObjectService,
  target: PatchTarget,
): Promise<void> {
  const { resource } = target;
  const type = contentType(request.message);
  const body = await readBody(request.message);
  const options = writeOptionsOf(request);
  if (applyTypes.has(type)) {
    if (!request.query.get('fieldManager'))
      throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
        fieldErrors.required('fieldManager', 'is required for apply patch'),
      ]);
    const applied = await serverSideApply(service, {
      ...target,
      options,
      configuration: await parseYaml(body),
      isForced: isTrue(request.query, 'force'),
    });
    sendObject(request, { code: applied.isCreated ? 201 : 200, resource, object: applied.object, service });
    return;
  }
  const patch = parseJson(body);
  const object = await service.change(resource, {
    ...target,
    options,
    edit: current =>
      applyPatch({ type, schema: resource.custom ? undefined : resource.schema(), current, patch }),
  });
  sendObject(request, { code: 200, resource, object, service });
}
