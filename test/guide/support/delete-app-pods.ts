import { appPods, pollUntil, type TestCluster } from '@cartridge/test-kit';

/**
 * `kubectl delete pods -l tarantool.io/cluster-id=test-app`; resolves when none of these pods is left.
 * Without kubectl's own waiting: kubectl 1.34 waits for minutes when a StatefulSet has made a pod of the same name again
 * before kubectl looked.
 */
export async function deleteAppPods(cluster: TestCluster, namespace: string): Promise<void> {
  const uids = async () => Object.values(await appPods(cluster, namespace)).map(pod => pod.metadata.uid);
  const before = new Set(await uids());
  const selector = 'tarantool.io/cluster-id=test-app';
  await cluster.kubectl('delete', 'pods', '-l', selector, '-n', namespace, '--wait=false');
  await pollUntil({ until: 'the deleted pods are gone' }, async () => {
    const left = (await uids()).filter(uid => before.has(uid));
    if (left.length > 0) throw new Error(`${left.length} are left`);
  });
}
