import type { KubeObject } from '../../objects/kube-object.ts';
import { fieldsOf, listOf, textOf } from '../../objects/object-fields.ts';
import type { Cells } from './cell-functions.ts';

const short: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(modes: unknown): string {
  return Array.isArray(modes) ? modes.map(mode => short[String(mode)] ?? String(mode)).join(',') : '';
}

const spec = (object: KubeObject) => fieldsOf(object.spec);
const isBound = (claim: KubeObject) => textOf(spec(claim).volumeName) !== '';

export const storageCells: Record<string, Cells> = {
  '/persistentvolumeclaims': {
    Status: claim =>
      claim.metadata.deletionTimestamp === undefined ? textOf(fieldsOf(claim.status).phase) : 'Terminating',
    Volume: claim => textOf(spec(claim).volumeName),
    Capacity: claim => (isBound(claim) ? textOf(fieldsOf(claim.status, 'capacity').storage) : ''),
    'Access Modes': claim => (isBound(claim) ? accessModes(fieldsOf(claim.status).accessModes) : ''),
    StorageClass: claim => textOf(spec(claim).storageClassName),
    VolumeAttributesClass: claim => textOf(spec(claim).volumeAttributesClassName) || '<unset>',
    VolumeMode: claim => textOf(spec(claim).volumeMode) || '<unset>',
  },
  '/persistentvolumes': {
    Capacity: volume => textOf(fieldsOf(volume.spec, 'capacity').storage),
    'Access Modes': volume => accessModes(spec(volume).accessModes),
    'Reclaim Policy': volume => textOf(spec(volume).persistentVolumeReclaimPolicy),
    Status: volume =>
      volume.metadata.deletionTimestamp === undefined ? textOf(fieldsOf(volume.status).phase) : 'Terminating',
    Claim: volume => {
      const { namespace, name } = fieldsOf(spec(volume).claimRef);
      return name === undefined ? '' : `${textOf(namespace)}/${textOf(name)}`;
    },
    StorageClass: volume => textOf(spec(volume).storageClassName),
    VolumeAttributesClass: volume => textOf(spec(volume).volumeAttributesClassName) || '<unset>',
    Reason: volume => textOf(fieldsOf(volume.status).reason),
    VolumeMode: volume => textOf(spec(volume).volumeMode) || '<unset>',
  },
  'storage.k8s.io/storageclasses': {
    Name: ({ metadata }) =>
      metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true'
        ? `${metadata.name} (default)`
        : metadata.name,
    Provisioner: object => textOf(object.provisioner),
    ReclaimPolicy: object => textOf(object.reclaimPolicy),
    VolumeBindingMode: object => textOf(object.volumeBindingMode),
    AllowVolumeExpansion: object => object.allowVolumeExpansion === true,
  },
  'storage.k8s.io/csinodes': { Drivers: object => listOf(spec(object).drivers).length },
};
