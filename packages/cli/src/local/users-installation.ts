import { type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { resources } from '@cartridge-on-kubernetes/observe';
import { guide } from './guide.ts';

/**
 * Whether a person has installed an application: a local cluster that was started bare may hold one, in any namespace,
 * and the guide's must not take its place. An installation that was cut short is not one.
 */
export async function hasUsersApplication(client: KubeClient): Promise<boolean> {
  const interrupted = await listPendingReleases(client, guide.applicationRelease);
  if (interrupted.length > 0) return false;
  const found = await client.list(resources.clusters, { limit: 1 }).catch((error: unknown) => {
    // The kinds come with the operator's chart.
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  return (found?.items.length ?? 0) > 0;
}

export async function isDeployed(client: KubeClient, release: string): Promise<boolean> {
  return (await listReleases(client, `name=${release},status=deployed`)).length > 0;
}

/** Names of the Secrets of a release that helm had no time to finish. */
export function listPendingReleases(client: KubeClient, release: string): Promise<string[]> {
  return listReleases(client, `name=${release},status in (pending-install,pending-upgrade,pending-rollback)`);
}

async function listReleases(client: KubeClient, selector: string): Promise<string[]> {
  const { items } = await client.list(resources.secrets, {
    namespace: guide.namespace,
    labelSelector: `owner=helm,${selector}`,
  });
  return items.map(({ metadata }) => metadata?.name ?? '');
}
