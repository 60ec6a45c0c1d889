import { makeLocalTestCluster, type TestCluster } from '@cartridge-on-kubernetes/test-kit';

/** Where the tests run: TEST_CLUSTER=real is set by the vitest project `kubernetes`, everything else is local. */
export const isReal = process.env.TEST_CLUSTER === 'real';

/** An empty cluster that knows the operator's image. */
export async function openCluster(): Promise<TestCluster> {
  if (isReal) {
    const { openRealTestCluster } = await import('../../kubernetes/src/real-cluster.ts');
    return openRealTestCluster();
  }
  const cluster = await makeLocalTestCluster();
  try {
    await cluster.up('--bare');
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
