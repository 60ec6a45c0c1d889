import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, numberOf, textOf } from '../../objects/object-fields.ts';
import type { Cells } from './cell-functions.ts';
import { containerImages, containerNames, labelsCell, none, selectorCell } from './cell-text.ts';

const template: Cells = {
  Containers: object => containerNames(fieldsOf(object.spec, 'template', 'spec')),
  Images: object => containerImages(fieldsOf(object.spec, 'template', 'spec')),
  Selector: object => selectorCell(fieldsOf(object.spec).selector),
};

const replicas = (object: KubeObject) => numberOf(fieldsOf(object.spec).replicas);
const count = (field: string) => (object: KubeObject) => numberOf(fieldsOf(object.status)[field]);

export const workloadCells: Record<string, Cells> = {
  'apps/deployments': {
    ...template,
    Ready: object => `${count('readyReplicas')(object)}/${replicas(object)}`,
    'Up-to-date': count('updatedReplicas'),
    Available: count('availableReplicas'),
  },
  'apps/statefulsets': {
    ...template,
    Ready: object => `${count('readyReplicas')(object)}/${replicas(object)}`,
  },
  'apps/replicasets': {
    ...template,
    Desired: replicas,
    Current: count('replicas'),
    Ready: count('readyReplicas'),
  },
  '/replicationcontrollers': {
    ...template,
    Selector: object => labelsCell(fieldsOf(object.spec).selector),
    Desired: replicas,
    Current: count('replicas'),
    Ready: count('readyReplicas'),
  },
  'apps/daemonsets': {
    ...template,
    Desired: count('desiredNumberScheduled'),
    Current: count('currentNumberScheduled'),
    Ready: count('numberReady'),
    'Up-to-date': count('updatedNumberScheduled'),
    Available: count('numberAvailable'),
    'Node Selector': object => labelsCell(fieldsOf(object.spec, 'template', 'spec').nodeSelector),
  },
  'apps/controllerrevisions': {
    Controller: ({ metadata }) => {
      const owner = metadata.ownerReferences?.find(reference => reference.controller);
      if (!owner) return none;
      const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
      return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
    },
    Revision: object => numberOf(object.revision),
  },
  '/podtemplates': {
    Containers: object => containerNames(fieldsOf(object.template, 'spec')),
    Images: object => containerImages(fieldsOf(object.template, 'spec')),
    'Pod Labels': object => labelsCell(fieldsOf(object.template, 'metadata').labels),
  },
  'policy/poddisruptionbudgets': {
    'Min Available': object => limitText(fieldsOf(object.spec).minAvailable),
    'Max Unavailable': object => limitText(fieldsOf(object.spec).maxUnavailable),
    'Allowed Disruptions': count('disruptionsAllowed'),
  },
};

function limitText(limit: unknown): string {
  return typeof limit === 'number' ? String(limit) : textOf(limit) || 'N/A';
}
