import { fieldsOf, numberOf } from '../../objects/object-fields.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';

export const leaseRules: KindRules = {
  validate(lease) {
    const { leaseDurationSeconds, leaseTransitions } = fieldsOf(lease.spec);
    return [
      ...(leaseDurationSeconds !== undefined && numberOf(leaseDurationSeconds) <= 0
        ? [fieldErrors.invalid('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0')]
        : []),
      ...(numberOf(leaseTransitions) < 0
        ? [
            fieldErrors.invalid(
              'spec.leaseTransitions',
              leaseTransitions,
              'must be greater than or equal to 0',
            ),
          ]
        : []),
    ];
  },
};
