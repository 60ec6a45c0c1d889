import { isDeepStrictEqual } from 'node:util';
import { compareQuantities } from '@cartridge-on-kubernetes/api';
import type { KubeObject } from '../../objects/kube-object.ts';
import { type Fields, fieldsOf, setDefault, textOf } from '../../objects/object-fields.ts';
import { childField, type FieldError, fieldErrors } from '../../schema/field-error.ts';
import type { KindRules } from '../kind-rules.ts';

export const persistentVolumeClaimRules: KindRules = {
  applyDefaults: applyClaimDefaults,
  prepareForCreate(claim) {
    claim.status = { phase: 'Pending' };
    claim.metadata.finalizers = [
      ...new Set([...(claim.metadata.finalizers ?? []), 'kubernetes.io/pvc-protection']),
    ];
  },
  validate(claim) {
    const spec = fieldsOf(claim.spec);
    const errors: FieldError[] = [];
    const modes = Array.isArray(spec.accessModes) ? spec.accessModes : [];
    if (modes.length === 0)
      errors.push(fieldErrors.required('spec.accessModes', 'at least 1 access mode is required'));
    const size = fieldsOf(spec.resources, 'requests').storage;
    if (size === undefined) errors.push(fieldErrors.required('spec.resources[storage]'));
    else if (textOf(size).startsWith('-') || size === '0')
      errors.push(fieldErrors.invalid('spec.resources[storage]', size, 'must be greater than zero'));
    return errors;
  },
  validateUpdate: claimChangeErrors,
};

export function applyClaimDefaults(claim: Fields | KubeObject): void {
  const spec = fieldsOf(claim.spec);
  setDefault(spec, 'volumeMode', 'Filesystem');
}

function claimChangeErrors(claim: KubeObject, previous: KubeObject): FieldError[] {
  const [spec, old] = [fieldsOf(claim.spec), fieldsOf(previous.spec)];
  const fixed = ({ resources: _resources, volumeName, ...rest }: Fields) => ({
    ...rest,
    ...(textOf(old.volumeName) !== '' && { volumeName }),
  });
  const errors: FieldError[] = [];
  if (!isDeepStrictEqual(fixed(spec), fixed(old)))
    errors.push(
      fieldErrors.forbidden(
        'spec',
        'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      ),
    );
  const [size, oldSize] = [
    fieldsOf(spec.resources, 'requests').storage,
    fieldsOf(old.resources, 'requests').storage,
  ];
  if (typeof size === 'string' && typeof oldSize === 'string' && (compareQuantities(size, oldSize) ?? 0) < 0)
    errors.push(
      fieldErrors.forbidden(
        childField('spec', 'resources.requests.storage'),
        'field can not be less than status.capacity',
      ),
    );
  return errors;
}

export const persistentVolumeRules: KindRules = {
  applyDefaults(volume) {
    const spec = fieldsOf(volume.spec);
    setDefault(spec, 'persistentVolumeReclaimPolicy', 'Retain');
    setDefault(spec, 'volumeMode', 'Filesystem');
    if (spec.hostPath !== undefined && fieldsOf(spec.hostPath).type === undefined)
      fieldsOf(spec.hostPath).type = '';
  },
  prepareForCreate(volume) {
    volume.status = { phase: 'Pending' };
    volume.metadata.finalizers = [
      ...new Set([...(volume.metadata.finalizers ?? []), 'kubernetes.io/pv-protection']),
    ];
  },
};
