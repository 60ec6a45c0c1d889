import { fieldsOf, setDefault, textOf } from '../../objects/object-fields.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';

/** In the form of the core group, which says more than that of events.k8s.io. */
export const eventRules: KindRules = {
  applyDefaults(event) {
    if (event.involvedObject === undefined) return;
    setDefault(event, 'reportingComponent', '');
    setDefault(event, 'reportingInstance', '');
  },
  validate(event) {
    const namespace = textOf(fieldsOf(event.involvedObject).namespace);
    if (namespace === '' || namespace === event.metadata.namespace) return [];
    return [fieldErrors.invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
  },
};
