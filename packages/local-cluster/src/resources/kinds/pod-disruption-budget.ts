import { fieldsOf } from '../../objects/object-fields.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';

export const podDisruptionBudgetRules: KindRules = {
  prepareForCreate(budget) {
    budget.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  validate(budget) {
    const spec = fieldsOf(budget.spec);
    if (spec.minAvailable === undefined || spec.maxUnavailable === undefined) return [];
    return [fieldErrors.invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set')];
  },
};
