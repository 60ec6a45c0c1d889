import { isDeepStrictEqual } from 'node:util';
import { type Fields, fieldsOf, listOf, setDefault } from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export const roleRules: KindRules = {
  nameRule: 'path-segment',
  validate: role => listOf(role.rules).flatMap((rule, index) => ruleErrors(rule, { index, kind: role.kind })),
};

export const bindingRules: KindRules = {
  nameRule: 'path-segment',
  applyDefaults(binding) {
    setDefault(fieldsOf(binding.roleRef), 'apiGroup', rbacGroup);
    for (const subject of listOf(binding.subjects)) applySubjectDefaults(subject);
  },
  validateUpdate: (binding, previous) =>
    isDeepStrictEqual(binding.roleRef, previous.roleRef)
      ? []
      : [fieldErrors.invalid('roleRef', binding.roleRef, 'cannot change roleRef')],
};

function applySubjectDefaults(subject: Fields): void {
  if (subject.kind === 'User' || subject.kind === 'Group') setDefault(subject, 'apiGroup', rbacGroup);
}

function ruleErrors(rule: Fields, { index, kind }: { index: number; kind: string }): FieldError[] {
  const path = `rules[${index}]`;
  const isEmpty = (name: string) => !Array.isArray(rule[name]) || rule[name].length === 0;
  const verbs = isEmpty('verbs')
    ? [fieldErrors.required(`${path}.verbs`, 'verbs must contain at least one value')]
    : [];
  if (!isEmpty('nonResourceURLs')) {
    if (kind === 'ClusterRole') return verbs;
    const detail = 'namespaced rules cannot apply to non-resource URLs';
    return [...verbs, fieldErrors.invalid(`${path}.nonResourceURLs`, rule.nonResourceURLs, detail)];
  }
  return [
    ...verbs,
    ...(isEmpty('apiGroups')
      ? [fieldErrors.required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]
      : []),
    ...(isEmpty('resources')
      ? [fieldErrors.required(`${path}.resources`, 'resource rules must supply at least one resource')]
      : []),
  ];
}
