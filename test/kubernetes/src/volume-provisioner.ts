import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AlreadyExistsError,
  type KubeObject,
  type Resource,
  WatchCache,
} from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { onUnhandledErrors } from '@cartridge-on-kubernetes/process';
import { openClusterClient } from './cluster-client.ts';
import { state } from './folders.ts';
import { nodeName } from './node.ts';

/**
 * Makes a folder of the node for each claim on the default class once its pod is scheduled, and lets it grow when the
 * claim does. Runs as a process of its own until it is ended.
 */
interface Claim extends KubeObject {
  metadata: { name: string; namespace: string; uid: string; annotations?: Record<string, string> };
  spec: {
    storageClassName?: string;
    volumeName?: string;
    accessModes: string[];
    resources: { requests: { storage: string } };
  };
  status?: { phase?: string; capacity?: { storage?: string } };
}

const claims: Resource<Claim> = {
  group: '',
  version: 'v1',
  plural: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  namespaced: true,
};
const volumes: Resource<KubeObject & { spec: object }> = {
  group: '',
  version: 'v1',
  plural: 'persistentvolumes',
  kind: 'PersistentVolume',
  namespaced: false,
};

onUnhandledErrors(({ error }) => {
  console.error(error);
  return 'end';
});

const client = await openClusterClient();
const cache = new WatchCache({
  client,
  platform: nodePlatform,
  resource: claims,
  project: claim => claim,
  onChange: change => {
    if (change.kind !== 'deleted') provide(change.value).catch(report);
  },
});
await cache.start();

async function provide({ metadata, spec, status }: Claim): Promise<void> {
  if (spec.storageClassName !== 'standard') return;
  if (spec.volumeName !== undefined) {
    const isToGrow = status?.capacity?.storage !== spec.resources.requests.storage;
    if (status?.phase === 'Bound' && isToGrow) await growVolume({ metadata, spec }, spec.volumeName);
  } else if (metadata.annotations?.['volume.kubernetes.io/selected-node'] !== undefined)
    await createVolume({ metadata, spec });
}

async function createVolume(claim: Claim): Promise<void> {
  const { name, namespace, uid } = claim.metadata;
  const folder = join(state, 'volumes', `pvc-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  await client.create(volumes, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}` },
    spec: {
      capacity: { storage: claim.spec.resources.requests.storage },
      accessModes: claim.spec.accessModes,
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'standard',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      local: { path: folder },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [nodeName] }] },
          ],
        },
      },
    },
  });
}

async function growVolume(claim: Claim, volume: string): Promise<void> {
  const capacity = { storage: claim.spec.resources.requests.storage };
  await client.patch(volumes, { name: volume }, { kind: 'merge', body: { spec: { capacity } } });
  const { name, namespace } = claim.metadata;
  await client.patch(
    claims,
    { name, namespace, subresource: 'status' },
    { kind: 'merge', body: { status: { capacity } } },
  );
}

function report(error: unknown): void {
  // Asked again before the claim was seen bound: the volume is the one made first.
  if (error instanceof AlreadyExistsError) return;
  console.error(error instanceof Error ? error.message : error);
}
