import type { KindRules } from '../kind-rules.ts';
import { type Fields, setDefault } from '../object-fields.ts';

export const storageClassRules: KindRules = {
  applyDefaults(storageClass) {
    const fields: Fields = storageClass;
    setDefault(fields, 'reclaimPolicy', 'Delete');
    setDefault(fields, 'volumeBindingMode', 'Immediate');
  },
};
