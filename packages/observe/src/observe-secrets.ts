import type { Cluster, SecretKeyReference } from '@cartridge-on-kubernetes/api';
import { ForbiddenError, type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import type { SecretSummary } from '@cartridge-on-kubernetes/planner';
import { resources } from './caches/resources.ts';

/** The Secrets that the manifests refer to, without their values. Read when needed, never cached or watched. */
export async function observeSecrets(
  client: KubeClient,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<SecretSummary[]> {
  const names = new Set(secretReferences(cluster).map(({ name }) => name));
  const summaries = [...names].map(async (name): Promise<SecretSummary | null> => {
    const at = { namespace: cluster.metadata.namespace, name };
    try {
      const { metadata, data = {} } = await client.get(resources.secrets, at, {
        signal,
        deadlineSeconds: 10,
      });
      return { name, resourceVersion: metadata.resourceVersion ?? '', keys: Object.keys(data) };
    } catch (error) {
      // What cannot be read is as good as missing, and the planner says so.
      if (error instanceof NotFoundError || error instanceof ForbiddenError) return null;
      throw error;
    }
  });
  return (await Promise.all(summaries)).filter(summary => summary !== null);
}

function secretReferences({ spec }: Cluster): SecretKeyReference[] {
  const { stateboard, etcd2 } = spec?.failover ?? {};
  return [stateboard?.password, etcd2?.password].filter(reference => reference !== undefined);
}
