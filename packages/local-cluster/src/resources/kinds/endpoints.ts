import { fieldsOf, listOf, setDefault } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';

export const endpointsRules: KindRules = {
  applyDefaults(endpoints) {
    for (const subset of listOf(endpoints.subsets))
      for (const port of listOf(subset.ports)) setDefault(fieldsOf(port), 'protocol', 'TCP');
  },
};
