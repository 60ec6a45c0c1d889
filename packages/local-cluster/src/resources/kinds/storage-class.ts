import { type Fields, setDefault } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';

export const storageClassRules: KindRules = {
  applyDefaults(storageClass) {
    const fields: Fields = storageClass;
    setDefault(fields, 'reclaimPolicy', 'Delete');
    setDefault(fields, 'volumeBindingMode', 'Immediate');
  },
};
