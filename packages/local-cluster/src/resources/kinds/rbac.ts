import { isDeepStrictEqual } from 'node:util';
import { fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';
import { type Fields, fieldsOf, listOf, setDefault } from '../object-fields.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export const roleRules: KindRules = { nameRule: 'path-segment' };

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
