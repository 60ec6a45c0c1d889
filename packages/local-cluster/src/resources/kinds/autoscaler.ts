import { fieldsOf, setDefault } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';

export const autoscalerRules: KindRules = {
  applyDefaults(autoscaler) {
    setDefault(fieldsOf(autoscaler.spec), 'minReplicas', 1);
  },
  prepareForCreate(autoscaler) {
    autoscaler.status = { desiredReplicas: 0 };
  },
};
