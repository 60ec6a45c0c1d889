import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import type { Cells } from './cell-functions.ts';

const binding: Cells = {
  Role: object => {
    const { kind, name } = fieldsOf(object.roleRef);
    return `${textOf(kind)}/${textOf(name)}`;
  },
  Users: object => subjects(object, 'User'),
  Groups: object => subjects(object, 'Group'),
  ServiceAccounts: object => subjects(object, 'ServiceAccount'),
};

const webhooks: Cells = { Webhooks: object => listOf(object.webhooks).length };

export const extensionCells: Record<string, Cells> = {
  'rbac.authorization.k8s.io/rolebindings': binding,
  'rbac.authorization.k8s.io/clusterrolebindings': binding,
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': webhooks,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': webhooks,
  'scheduling.k8s.io/priorityclasses': {
    Value: object => numberOf(object.value),
    'Global-Default': object => object.globalDefault === true,
    PreemptionPolicy: object => textOf(object.preemptionPolicy),
  },
  'apiregistration.k8s.io/apiservices': { Service: () => 'Local', Available: () => 'True' },
  '/resourcequotas': {
    Request: object => quotaUse(object, name => !name.startsWith('limits.')),
    Limit: object => quotaUse(object, name => name.startsWith('limits.')),
  },
  'node.k8s.io/runtimeclasses': { Handler: object => textOf(object.handler) },
};

/** `pods: 1/10, requests.cpu: 0/1` */
function quotaUse({ status }: KubeObject, isShown: (name: string) => boolean): string {
  const used = fieldsOf(status, 'used');
  return Object.entries(fieldsOf(status, 'hard'))
    .filter(([name]) => isShown(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${textOf(used[name])}/${textOf(hard)}`)
    .join(', ');
}

function subjects(object: KubeObject, kind: string): string {
  return listOf(object.subjects)
    .filter(subject => subject.kind === kind)
    .map(subject =>
      kind === 'ServiceAccount'
        ? `${textOf(subject.namespace)}/${textOf(subject.name)}`
        : textOf(subject.name),
    )
    .join(', ');
}
