import { fieldsOf, setDefault } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';
import {
  applyTemplateDefaults,
  immutableSelector,
  validateSelector,
  validateTemplate,
} from './pod-template.ts';

export const replicaSetRules: KindRules = {
  applyDefaults(replicaSet) {
    const spec = fieldsOf(replicaSet.spec);
    setDefault(spec, 'replicas', 1);
    applyTemplateDefaults(spec);
  },
  prepareForCreate(replicaSet) {
    replicaSet.status = { replicas: 0 };
  },
  validate: replicaSet => [...validateSelector(replicaSet), ...validateTemplate(replicaSet)],
  validateUpdate: immutableSelector,
};
