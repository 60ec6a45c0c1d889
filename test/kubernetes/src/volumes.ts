import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { callApi } from './api.ts';
import { startInside } from './holder.ts';

/** The default StorageClass, and the process that makes its volumes. */
export async function startVolumes(): Promise<void> {
  await callApi('POST', '/apis/storage.k8s.io/v1/storageclasses', {
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'cartridge.test/host-path',
    allowVolumeExpansion: true,
    // As default classes mostly are. With the other mode the scheduler may look before it knows that a claim was bound a
    // moment ago, and then not again for 5 minutes: its queue and its cache of claims hear of it one by one.
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  const provisioner = fileURLToPath(new URL('./volume-provisioner.ts', import.meta.url));
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  startInside('volume-provisioner', [process.execPath, tsx, provisioner]);
}
