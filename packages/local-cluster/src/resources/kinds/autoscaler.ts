import type { KindRules } from '../kind-rules.ts';
import { fieldsOf, setDefault } from '../object-fields.ts';

export const autoscalerRules: KindRules = {
  applyDefaults(autoscaler) {
    setDefault(fieldsOf(autoscaler.spec), 'minReplicas', 1);
  },
  prepareForCreate(autoscaler) {
    autoscaler.status = { desiredReplicas: 0 };
  },
};
