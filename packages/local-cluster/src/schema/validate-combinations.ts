import { type FieldError, fieldErrors } from './field-error.ts';
import type { JsonSchema } from './json-schema.ts';

interface Combination {
  schema: JsonSchema;
  value: unknown;
  path: string;
  validate(schema: JsonSchema, value: unknown, path: string): FieldError[];
}

/** allOf, anyOf, oneOf and not of a structural schema. */
export function validateCombinations({ schema, value, path, validate }: Combination): FieldError[] {
  const errors: FieldError[] = [];
  const holds = (part: JsonSchema) => validate(part, value, path).length === 0;
  for (const part of schema.allOf ?? []) errors.push(...validate(part, value, path));
  if (schema.anyOf && !schema['x-kubernetes-int-or-string'] && !schema.anyOf.some(holds))
    errors.push(
      fieldErrors.invalid(path, value, `${path} in body must validate at least one schema (anyOf)`),
    );
  if (schema.oneOf && schema.oneOf.filter(holds).length !== 1)
    errors.push(
      fieldErrors.invalid(path, value, `${path} in body must validate one and only one schema (oneOf)`),
    );
  if (schema.not && holds(schema.not))
    errors.push(fieldErrors.invalid(path, value, `${path} in body must not validate the schema (not)`));
  return errors;
}
