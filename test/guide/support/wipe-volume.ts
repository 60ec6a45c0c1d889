import { getObject, pollUntil, type TestCluster } from '@cartridge-on-kubernetes/test-kit';
import { namespace } from './guide.ts';

/** Deletes the volume of a pod and the pod; resolves when the pod that follows has another volume. */
export async function wipeVolume(cluster: TestCluster, pod: string): Promise<void> {
  const claim = { namespace, kind: 'persistentvolumeclaim', name: `www-${pod}` };
  const lost = (await getObject(cluster, claim)).metadata.uid;
  // A claim in use stays until its pod is gone.
  await cluster.kubectl('delete', 'pvc', claim.name, '--namespace', namespace, '--wait=false');
  await cluster.kubectl('delete', 'pod', pod, '--namespace', namespace, '--wait=false');
  await pollUntil({ until: `${pod} has a new volume`, deadlineSeconds: 90 }, async () => {
    // The StatefulSet may have made the pod again before the claim was gone.
    if ((await getObject(cluster, claim)).metadata.uid === lost) throw new Error('the same');
  });
}
