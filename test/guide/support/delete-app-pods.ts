import type { TestCluster } from '@cartridge/test-kit';

/** The guide's command; resolves when the pods it found are gone, though others of their names may be there. */
export async function deleteAppPods(cluster: TestCluster, namespace: string): Promise<void> {
  await cluster.kubectl('delete', 'pods', '-l', 'tarantool.io/cluster-id=test-app', '-n', namespace);
}
