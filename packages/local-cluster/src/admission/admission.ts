import type { KubeObject } from '../objects/kube-object.ts';
import type { RuleContext } from '../resources/kind-rules.ts';
import type { Admission } from '../resources/verb-scope.ts';
import { admitStorageClass } from './default-storage-class.ts';
import { admitNamespace } from './namespace-lifecycle.ts';
import { admitPriority } from './priority.ts';
import { admitRole } from './role-escalation.ts';
import { admitServiceAccount } from './service-account.ts';

/** One admission step; changes the object in place or throws the refusal. To add one, write it and list it here. */
type AdmitCreate = (object: KubeObject, context: RuleContext) => void;

const createSteps: AdmitCreate[] = [
  admitNamespace,
  admitServiceAccount,
  admitPriority,
  admitStorageClass,
  admitRole,
];

export const admission: Admission = {
  admitCreate(object, context) {
    for (const step of createSteps) step(object, context);
  },
  admitUpdate(object, previous, context) {
    admitRole(object, context, previous);
  },
};
