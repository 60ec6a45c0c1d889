import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import { ensureFields, fieldsOf, listOf, setDefault } from '../../objects/object-fields.ts';
import { type FieldError, fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';
import { applyClaimDefaults } from './persistent-volume.ts';
import { applyTemplateDefaults, validateSelector, validateTemplate } from './pod-template.ts';

export const statefulSetRules: KindRules = {
  // Its pods carry it in a label.
  nameRule: 'label',
  applyDefaults(statefulSet) {
    const spec = fieldsOf(statefulSet.spec);
    setDefault(spec, 'replicas', 1);
    setDefault(spec, 'revisionHistoryLimit', 10);
    setDefault(spec, 'podManagementPolicy', 'OrderedReady');
    setDefault(spec, 'persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' });
    const strategy = ensureFields(spec, 'updateStrategy');
    setDefault(strategy, 'type', 'RollingUpdate');
    if (strategy.type === 'RollingUpdate')
      setDefault(ensureFields(strategy, 'rollingUpdate'), 'partition', 0);
    applyTemplateDefaults(spec);
    for (const claim of listOf(spec.volumeClaimTemplates)) {
      claim.apiVersion = 'v1';
      claim.kind = 'PersistentVolumeClaim';
      applyClaimDefaults(claim);
      claim.status = { phase: 'Pending' };
    }
  },
  prepareForCreate(statefulSet) {
    statefulSet.status = { replicas: 0, availableReplicas: 0 };
  },
  validate: statefulSet => [
    ...validateSelector(statefulSet),
    ...validateTemplate(withClaimVolumes(statefulSet)),
  ],
  validateUpdate: specChangeErrors,
};

/** Claim templates become volumes of the pods, so containers may mount them. */
function withClaimVolumes(statefulSet: KubeObject): KubeObject {
  const spec = fieldsOf(statefulSet.spec);
  const claims = listOf(spec.volumeClaimTemplates).map(claim => ({ name: fieldsOf(claim.metadata).name }));
  const podSpec = fieldsOf(spec.template, 'spec');
  const declared = listOf(podSpec.volumes).filter(
    volume => !claims.some(claim => claim.name === volume.name),
  );
  const template = { ...fieldsOf(spec.template), spec: { ...podSpec, volumes: [...declared, ...claims] } };
  return { ...statefulSet, spec: { ...spec, template } };
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function specChangeErrors(statefulSet: KubeObject, previous: KubeObject): FieldError[] {
  const [spec, old] = [fieldsOf(statefulSet.spec), fieldsOf(previous.spec)];
  const fixed = new Set(
    [...Object.keys(spec), ...Object.keys(old)].filter(name => !changeable.includes(name)),
  );
  if ([...fixed].every(name => isDeepStrictEqual(spec[name], old[name]))) return [];
  return [
    fieldErrors.forbidden(
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ),
  ];
}
