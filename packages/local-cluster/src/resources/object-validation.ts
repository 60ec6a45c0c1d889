import { invalid } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { hasCelRules, validateCelRules } from '../schema/cel-rules.ts';
import { type FieldError, fieldErrors } from '../schema/field-error.ts';
import { validateBuiltin, validateCustom } from '../schema/validate.ts';
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
    ...validateMetadata(object, {
      nameRule: rules.nameRule ?? 'subdomain',
      finalizers: resource.custom || looselyNamed.has(resource.group) ? 'named' : 'qualified',
    }),
    ...(previous ? validateMetadataUpdate(object, previous) : []),
    ...schemaErrors(input),
    ...(rules.validate?.(object, context) ?? []),
    ...(previous ? (rules.validateUpdate?.(object, previous) ?? []) : []),
  ];
  if (errors.length > 0) throw invalid(resource, object.metadata.name, withoutRepetition(errors));
}

/** Served by servers of their own inside kube-apiserver, which take any name for a finalizer. */
const looselyNamed = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

function schemaErrors({ object, previous, context }: Parameters<typeof validateObject>[0]): FieldError[] {
  const schema = context.resource.schema();
  if (!context.resource.custom) return validateBuiltin(schema, object, '');
  const errors = validateCustom(schema, object, '');
  if (!hasCelRules(schema)) return errors;
  if (errors.some(error => blocking.has(error.reason))) return [...errors, rulesNotChecked];
  return [...errors, ...validateCelRules({ schema, value: object, previous, path: '' })];
}

/** After these a rule could meet values it was not written for. */
const blocking = new Set<FieldError['reason']>([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const rulesNotChecked = fieldErrors.invalid(
  '<nil>',
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function withoutRepetition(errors: FieldError[]): FieldError[] {
  const seen = new Set<string>();
  return errors.filter(error => {
    const text = `${error.field} ${error.message}`;
    return !seen.has(text) && seen.add(text);
  });
}
