import { fieldsOf } from '../../objects/object-fields.ts';
import type { KindRules } from '../kind-rules.ts';

/** A namespace ends when its content is gone: `spec.finalizers` is emptied through the finalize subresource. */
export const namespaceRules: KindRules = {
  nameRule: 'label',
  applyDefaults({ metadata }) {
    if (!metadata.name) return;
    metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  },
  prepareForCreate(namespace) {
    namespace.spec = { finalizers: ['kubernetes'] };
    namespace.status = { phase: 'Active' };
  },
  prepareForUpdate(namespace, previous) {
    namespace.spec = { ...fieldsOf(namespace.spec), finalizers: fieldsOf(previous.spec).finalizers };
  },
};
