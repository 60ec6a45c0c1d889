import { invalid } from '../http/api-error.ts';
import { validateCelRules } from '../schema/cel-rules.ts';
import type { FieldError } from '../schema/field-error.ts';
import { validateBuiltin, validateCustom } from '../schema/validate.ts';
import type { KubeObject } from '../storage/objects.ts';
import type { KindRules, RuleContext } from './kind-rules.ts';
import { validateMetadata, validateMetadataUpdate } from './validate-metadata.ts';

/** Everything that can be wrong with an object, in one Invalid answer. */
export function validateObject(input: {
  object: KubeObject;
  previous: KubeObject | undefined;
  rules: KindRules;
  context: RuleContext;
}): void {
  const { object, previous, rules, context } = input;
  const { resource } = context;
  const errors: FieldError[] = [
    ...validateMetadata(object, rules.nameRule ?? 'subdomain'),
    ...(previous ? validateMetadataUpdate(object, previous) : []),
    ...schemaErrors(input),
    ...(rules.validate?.(object, context) ?? []),
    ...(previous ? (rules.validateUpdate?.(object, previous) ?? []) : []),
  ];
  if (errors.length > 0) throw invalid(resource, object.metadata.name, withoutRepetition(errors));
}

function schemaErrors({ object, previous, context }: Parameters<typeof validateObject>[0]): FieldError[] {
  const schema = context.resource.schema();
  if (!context.resource.custom) return validateBuiltin(schema, object, '');
  const errors = validateCustom(schema, object, '');
  return errors.length > 0 ? errors : validateCelRules({ schema, value: object, previous, path: '' });
}

function withoutRepetition(errors: FieldError[]): FieldError[] {
  const seen = new Set<string>();
  return errors.filter(error => {
    const text = `${error.field} ${error.message}`;
    return !seen.has(text) && seen.add(text);
  });
}
