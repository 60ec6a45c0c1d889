import type { Cluster } from '@cartridge-on-kubernetes/api';
import { InvalidError, type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { resources } from '@cartridge-on-kubernetes/observe';
import { guide } from './guide.ts';

/**
 * Sets the Ready condition of every Cluster to Unknown until the operator has processed the Cluster again. The stored
 * condition dates from before this start, and the operator writes a status only where it differs.
 */
export async function forgetReadiness(client: KubeClient): Promise<void> {
  const found = await client
    .list(resources.clusters, { namespace: guide.namespace })
    .catch((error: unknown) => {
      // The user has removed the kinds.
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
  await Promise.all((found?.items ?? []).map(cluster => forgetReadinessOf(client, cluster)));
}

async function forgetReadinessOf(client: KubeClient, cluster: Cluster): Promise<void> {
  const conditions = cluster.status?.conditions ?? [];
  const index = conditions.findIndex(({ type, status }) => type === 'Ready' && status === 'True');
  if (index < 0) return;
  const unknown = {
    ...conditions[index],
    status: 'Unknown',
    reason: 'Restarted',
    message: 'The operator has not looked at it since the local cluster was started',
    lastTransitionTime: `${new Date().toISOString().slice(0, 19)}Z`,
  };
  const path = `/status/conditions/${index}`;
  try {
    await client.patch(
      resources.clusters,
      { namespace: guide.namespace, name: cluster.metadata?.name ?? '', subresource: 'status' },
      {
        kind: 'json',
        operations: [
          { op: 'test', path, value: conditions[index] },
          { op: 'replace', path, value: unknown },
        ],
      },
    );
  } catch (error) {
    // The operator was faster and has written a current condition, or the Cluster was being deleted.
    if (!(error instanceof InvalidError || error instanceof NotFoundError)) throw error;
  }
}
