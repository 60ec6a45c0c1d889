import { ApiError, badRequest, invalid } from '../errors/api-error.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import { formatGoValue } from '../patch/go-value.ts';
import type { ObjectService } from '../resources/object-service.ts';
import { UnreadableObject } from '../resources/read-object.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { serverSideApply } from '../resources/verbs/server-side-apply.ts';
import { fieldErrors } from '../schema/field-error.ts';
import { type ApiRequest, isTrue } from './api-request.ts';
import { contentType, jsonProblem, parseYaml, readBody } from './request-body.ts';
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
  const patch = parsePatch(type, body);
  const object = await service.change(resource, {
    ...target,
    options,
    refusePatch: error => refusalOf(error, { type, patch, body }),
    edit: current => ({
      body: applyPatch({ type, schema: resource.custom ? undefined : resource.schema(), current, patch }),
    }),
  });
  sendObject(request, { code: 200, resource, object, service });
}

function parsePatch(type: string, body: Buffer): unknown {
  let patch: unknown;
  try {
    patch = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw badRequest(`error decoding patch: ${jsonProblem(error, body)}`);
  }
  if (type === 'application/merge-patch+json' && Array.isArray(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
    );
  return patch;
}

/** A patch whose result is not an object of the resource is an invalid patch, not a bad request. */
function refusalOf(
  error: unknown,
  { type, patch, body }: { type: string; patch: unknown; body: Buffer },
): ApiError | undefined {
  if (!(error instanceof ApiError) || error.reason !== 'BadRequest') return undefined;
  const isStrategic = type === 'application/strategic-merge-patch+json';
  const text = isStrategic ? formatGoValue(patch) : body.toString('utf8');
  const problem = error instanceof UnreadableObject ? problemOf(error, isStrategic) : error.message;
  return invalid({ group: '', kind: '' }, '', [fieldErrors.invalid('patch', text, problem)]);
}

function problemOf({ problem, wantedType }: UnreadableObject, isStrategic: boolean): string {
  return isStrategic && wantedType !== undefined ? `unrecognized type: ${wantedType}` : problem;
}
