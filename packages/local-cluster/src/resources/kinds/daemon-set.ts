import { ensureFields, fieldsOf, setDefault } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';
import {
  applyTemplateDefaults,
  immutableSelector,
  validateSelector,
  validateTemplate,
} from './pod-template.ts';

export const daemonSetRules: KindRules = {
  applyDefaults(daemonSet) {
    const spec = fieldsOf(daemonSet.spec);
    setDefault(spec, 'revisionHistoryLimit', 10);
    const strategy = ensureFields(spec, 'updateStrategy');
    setDefault(strategy, 'type', 'RollingUpdate');
    if (strategy.type === 'RollingUpdate') {
      const rolling = ensureFields(strategy, 'rollingUpdate');
      setDefault(rolling, 'maxUnavailable', 1);
      setDefault(rolling, 'maxSurge', 0);
    }
    applyTemplateDefaults(spec);
  },
  prepareForCreate(daemonSet) {
    daemonSet.metadata.annotations = {
      ...daemonSet.metadata.annotations,
      'deprecated.daemonset.template.generation': '1',
    };
    daemonSet.status = {
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      desiredNumberScheduled: 0,
      numberReady: 0,
    };
  },
  validate: daemonSet => [...validateSelector(daemonSet), ...validateTemplate(daemonSet)],
  validateUpdate: immutableSelector,
};
