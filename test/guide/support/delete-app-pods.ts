import { appPods, pollUntil, type TestCluster } from '@cartridge-on-kubernetes/test-kit';

/**
 * The guide's command; resolves when the pods it found are gone, though others of their names may be there. It does not
 * wait itself: kubectl 1.34 waits for ever when a pod is made again between its looking at the old one and its watching.
 */
export async function deleteAppPods(cluster: TestCluster, namespace: string): Promise<void> {
  const uids = async () =>
    Object.values(await appPods(cluster, namespace)).map(({ metadata }) => metadata.uid);
  const before = await uids();
  const selector = ['-l', 'tarantool.io/cluster-id=test-app', '-n', namespace];
  await cluster.kubectl('delete', 'pods', ...selector, '--wait=false');
  await pollUntil({ until: 'the pods that were there are gone', deadlineSeconds: 90 }, async () => {
    const left = (await uids()).filter(uid => before.includes(uid));
    if (left.length > 0) throw new Error(`${left.length} are left`);
  });
}
