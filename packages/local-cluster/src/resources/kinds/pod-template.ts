import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import { type LabelSelector, matchesSelector } from '../../objects/label-selector.ts';
import { type Fields, fieldsOf, numberOf } from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';
import { validateLabels } from '../validate-metadata.ts';
import { applyPodSpecDefaults } from './pod-spec.ts';
import { validatePodSpec } from './pod-spec-validation.ts';

/** What all kinds with a pod template and a selector share. */
export function applyTemplateDefaults(spec: Fields): void {
  const template = fieldsOf(spec.template);
  if (template.metadata === undefined) template.metadata = {};
  if (template.spec !== undefined) applyPodSpecDefaults(fieldsOf(template.spec));
}

export function validateTemplate(object: KubeObject, restartPolicies: string[] = ['Always']): FieldError[] {
  const spec = fieldsOf(object.spec);
  const template = fieldsOf(spec.template);
  const policy = fieldsOf(template.spec).restartPolicy;
  const labels = fieldsOf(template.metadata).labels as Record<string, string> | undefined;
  return [
    ...validateLabels(labels, 'spec.template.labels'),
    ...validatePodSpec(fieldsOf(template.spec), 'spec.template.spec'),
    ...(restartPolicies.includes(String(policy)) ? [] : [restartPolicyError(policy, restartPolicies)]),
    ...replicasErrors(spec),
  ];
}

/** The default is Always, which a Job refuses: report that the field is required. */
function restartPolicyError(policy: unknown, allowed: string[]): FieldError {
  const field = 'spec.template.spec.restartPolicy';
  if (policy !== 'Always') return fieldErrors.notSupported(field, policy, allowed);
  return fieldErrors.required(
    field,
    `valid values: ${allowed.map(value => JSON.stringify(value)).join(', ')}`,
  );
}

function replicasErrors(spec: Fields): FieldError[] {
  if (numberOf(spec.replicas) >= 0) return [];
  return [fieldErrors.invalid('spec.replicas', spec.replicas, 'must be greater than or equal to 0')];
}

/** The selector must find the template's pods, or a controller would create them for ever. */
export function validateSelector(object: KubeObject): FieldError[] {
  const spec = fieldsOf(object.spec);
  const selector = spec.selector as LabelSelector | undefined;
  if (selector === undefined) return selectsNothing.has(object.kind) ? [mismatch(null)] : [];
  const isEmpty =
    Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
  if (isEmpty)
    return [
      fieldErrors.invalid(
        'spec.selector',
        selector,
        `empty selector is invalid for ${object.kind.toLowerCase()}`,
      ),
    ];
  const labels = (fieldsOf(spec.template, 'metadata').labels ?? {}) as Record<string, string>;
  if (matchesSelector(selector, labels)) return [];
  return [mismatch(labels)];
}

/** Kinds whose validation takes no selector for one that matches nothing. */
const selectsNothing = new Set(['Deployment', 'ReplicaSet']);

function mismatch(labels: unknown): FieldError {
  return fieldErrors.invalid(
    'spec.template.metadata.labels',
    labels,
    '`selector` does not match template `labels`',
  );
}

export function immutableSelector(object: KubeObject, previous: KubeObject): FieldError[] {
  const [selector, old] = [fieldsOf(object.spec).selector, fieldsOf(previous.spec).selector];
  if (isDeepStrictEqual(selector, old)) return [];
  return [fieldErrors.invalid('spec.selector', selector, 'field is immutable')];
}
