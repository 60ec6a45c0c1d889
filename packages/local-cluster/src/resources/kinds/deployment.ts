import { ensureFields, type Fields, fieldsOf, setDefault } from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';
import {
  applyTemplateDefaults,
  immutableSelector,
  validateSelector,
  validateTemplate,
} from './pod-template.ts';

export const deploymentRules: KindRules = {
  applyDefaults(deployment) {
    const spec = fieldsOf(deployment.spec);
    setDefault(spec, 'replicas', 1);
    setDefault(spec, 'revisionHistoryLimit', 10);
    setDefault(spec, 'progressDeadlineSeconds', 600);
    const strategy = ensureFields(spec, 'strategy');
    setDefault(strategy, 'type', 'RollingUpdate');
    if (strategy.type === 'RollingUpdate') {
      const rolling = ensureFields(strategy, 'rollingUpdate');
      setDefault(rolling, 'maxUnavailable', '25%');
      setDefault(rolling, 'maxSurge', '25%');
    }
    applyTemplateDefaults(spec);
  },
  validate: deployment => [
    ...validateSelector(deployment),
    ...validateTemplate(deployment),
    ...rollingErrors(fieldsOf(deployment.spec, 'strategy', 'rollingUpdate')),
  ],
  validateUpdate: immutableSelector,
};

function rollingErrors({ maxSurge, maxUnavailable }: Fields): FieldError[] {
  if (!isNone(maxSurge) || !isNone(maxUnavailable)) return [];
  const field = 'spec.strategy.rollingUpdate.maxUnavailable';
  return [fieldErrors.invalid(field, maxUnavailable, 'may not be 0 when `maxSurge` is 0')];
}

function isNone(value: unknown): boolean {
  return value === 0 || value === '0%';
}
