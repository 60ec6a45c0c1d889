import { unsupportedMediaType, unsupportedPatchType } from '../http/api-error.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
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
  if (type === 'application/json-patch+json') return applyJsonPatch(current, patch);
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
