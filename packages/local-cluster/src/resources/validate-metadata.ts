import type { KubeObject } from '../objects/kube-object.ts';
import { childField, type FieldError, fieldErrors, keyedField } from '../schema/field-error.ts';
import { labelValueProblem, type NameRule, nameProblem, qualifiedNameProblem } from './names.ts';

const annotationsLimitBytes = 256 * 1024;

export function validateMetadata(
  object: KubeObject,
  rules: { nameRule: NameRule; finalizers: 'named' | 'qualified' },
): FieldError[] {
  const { metadata } = object;
  const problem = nameProblem(rules.nameRule, metadata.name);
  return [
    ...(problem ? [fieldErrors.invalid('metadata.name', metadata.name, problem)] : []),
    ...validateLabels(metadata.labels, 'metadata.labels'),
    ...validateAnnotations(metadata.annotations),
    ...(metadata.finalizers ?? []).flatMap((finalizer, index) => finalizerErrors(finalizer, index, rules)),
    ...(metadata.ownerReferences ?? []).flatMap(ownerErrors),
    ...controllerErrors(object),
  ];
}

export function validateLabels(labels: Record<string, string> | undefined, path: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    const keyProblem = qualifiedNameProblem(key);
    const valueProblem = labelValueProblem(value);
    return [
      ...(keyProblem ? [fieldErrors.invalid(path, key, keyProblem)] : []),
      ...(valueProblem ? [fieldErrors.invalid(path, value, valueProblem)] : []),
    ];
  });
}

function validateAnnotations(annotations: Record<string, string> | undefined): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    const problem = qualifiedNameProblem(key.toLowerCase());
    if (problem) errors.push(fieldErrors.invalid('metadata.annotations', key, problem));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > annotationsLimitBytes)
    errors.push(fieldErrors.tooLong('metadata.annotations', annotationsLimitBytes));
  return errors;
}

const standardFinalizers = new Set(['kubernetes', 'foregroundDeletion', 'orphan']);

function finalizerErrors(
  finalizer: string,
  index: number,
  rules: { finalizers: 'named' | 'qualified' },
): FieldError[] {
  const path = keyedField('metadata.finalizers', index);
  const isUnknown = !finalizer.includes('/') && !standardFinalizers.has(finalizer);
  const problem =
    qualifiedNameProblem(finalizer) ??
    (isUnknown && rules.finalizers === 'qualified'
      ? 'name is neither a standard finalizer name nor is it fully qualified'
      : undefined);
  return problem ? [fieldErrors.invalid(path, finalizer, problem)] : [];
}

function ownerErrors(
  owner: NonNullable<KubeObject['metadata']['ownerReferences']>[number],
  index: number,
): FieldError[] {
  const path = keyedField('metadata.ownerReferences', index);
  return (['apiVersion', 'kind', 'name', 'uid'] as const)
    .filter(field => !owner[field])
    .map(field => fieldErrors.invalid(childField(path, field), owner[field] ?? '', 'must not be empty'));
}

function controllerErrors({ metadata }: KubeObject): FieldError[] {
  const controllers = (metadata.ownerReferences ?? []).filter(owner => owner.controller);
  if (controllers.length < 2) return [];
  const [first, second] = controllers;
  const detail = `Only one reference can have Controller set to true. Found "true" in references for ${first?.kind}/${first?.name} and ${second?.kind}/${second?.name}`;
  return [fieldErrors.invalid('metadata.ownerReferences', metadata.ownerReferences, detail)];
}

/** What of the metadata no update may change. */
export function validateMetadataUpdate(object: KubeObject, previous: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['name', 'namespace', 'uid', 'creationTimestamp'] as const)
    if (object.metadata[field] !== previous.metadata[field])
      errors.push(fieldErrors.invalid(`metadata.${field}`, object.metadata[field], 'field is immutable'));
  if (previous.metadata.deletionTimestamp !== undefined) {
    const added = (object.metadata.finalizers ?? []).filter(
      name => !previous.metadata.finalizers?.includes(name),
    );
    if (added.length > 0)
      errors.push(
        fieldErrors.forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(name => JSON.stringify(name)).join(', ')}}`,
        ),
      );
  }
  return errors;
}
