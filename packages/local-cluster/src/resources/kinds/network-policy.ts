import { fieldsOf, listOf, setDefault } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';

export const networkPolicyRules: KindRules = {
  applyDefaults(policy) {
    const spec = fieldsOf(policy.spec);
    const rules = [...listOf(spec.ingress), ...listOf(spec.egress)];
    for (const port of rules.flatMap(rule => listOf(rule.ports))) setDefault(port, 'protocol', 'TCP');
    if (spec.policyTypes === undefined)
      spec.policyTypes = ['Ingress', ...(listOf(spec.egress).length > 0 ? ['Egress'] : [])];
  },
};
