import { applyJsonPatch, applyMergePatch, JsonPatchError } from '@cartridge-on-kubernetes/api';
import { ApiError, badRequest, unsupportedMediaType, unsupportedPatchType } from '../errors/api-error.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

/**
 * The patch types by content type; server-side apply, which needs field owners, is beside in apply/. To add
 * a type, write it as a function from object and patch to a new object and name it here.
 */
export function applyPatch(input: {
  type: string;
  /** built-in kinds only: strategic merge needs to know merge keys */
  schema: JsonSchema | undefined;
  current: unknown;
  patch: unknown;
}): unknown {
  const { type, schema, current, patch } = input;
  if (type === 'application/json-patch+json') return patchByOperations(current, patch);
  if (type === 'application/merge-patch+json') return applyMergePatch(current, patch);
  if (type === 'application/strategic-merge-patch+json' && schema)
    return applyStrategicMergePatch(schema, current, patch);
  if (schema) throw unsupportedPatchType();
  throw unsupportedMediaType([
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/apply-patch+yaml',
  ]);
}

function patchByOperations(current: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  try {
    return applyJsonPatch(current, patch);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    // All that kube-apiserver says of a JSON patch it cannot apply.
    const message = 'the server rejected our request due to an error in our request';
    throw new ApiError({ code: 422, reason: 'Invalid', message, details: {} });
  }
}
