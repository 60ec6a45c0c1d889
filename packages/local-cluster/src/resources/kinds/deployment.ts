import type { KindRules } from '../kind-rules.ts';
import { ensureFields, fieldsOf, setDefault } from '../object-fields.ts';
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
  validate: deployment => [...validateSelector(deployment), ...validateTemplate(deployment)],
  validateUpdate: immutableSelector,
};
