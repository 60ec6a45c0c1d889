import type { Cluster, Pod, Role, StatefulSet } from '@cartridge-on-kubernetes/api';
import { createKubeClient, type KubeClient, loadKubeconfig, WatchCache } from '@cartridge-on-kubernetes/kube';
import { resources } from '@cartridge-on-kubernetes/observe';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { guide } from './guide.ts';

interface Caches {
  client: KubeClient;
  pods: WatchCache<Pod>;
  clusters: WatchCache<Cluster>;
  roles: WatchCache<Role>;
  statefulSets: WatchCache<StatefulSet>;
}

/** What the application consists of in the guide's namespace, kept up to date over a restart of the local cluster. */
export class ApplicationWatch {
  readonly #listeners = new Set<() => void>();
  #caches: Caches | undefined;

  /** Watches through this kubeconfig from now on; resolves when the first lists are complete. */
  async connect(kubeconfig: string): Promise<void> {
    await this.stop();
    const client = await connectTo(kubeconfig);
    const shared = {
      client,
      namespace: guide.namespace,
      platform: nodePlatform,
      onChange: () => this.#announce(),
    };
    this.#caches = {
      client,
      pods: new WatchCache<Pod>({ ...shared, resource: resources.pods, project: pod => pod }),
      clusters: new WatchCache<Cluster>({
        ...shared,
        resource: resources.clusters,
        project: cluster => cluster,
      }),
      roles: new WatchCache<Role>({ ...shared, resource: resources.roles, project: role => role }),
      statefulSets: new WatchCache<StatefulSet>({
        ...shared,
        resource: resources.statefulSets,
        project: set => set,
      }),
    };
    await Promise.all(watchesOf(this.#caches).map(cache => cache.start()));
    this.#announce();
  }

  async stop(): Promise<void> {
    const caches = this.#caches;
    this.#caches = undefined;
    if (caches === undefined) return;
    await Promise.all(watchesOf(caches).map(cache => cache.stop()));
    await caches.client.close();
  }

  /** In the order of their names. */
  pods(): Pod[] {
    const found = this.#caches?.pods.list() ?? [];
    return found.sort((a, b) => String(a.metadata?.name).localeCompare(String(b.metadata?.name), 'en'));
  }

  clusters(): Cluster[] {
    return this.#caches?.clusters.list() ?? [];
  }

  roles(): Role[] {
    return this.#caches?.roles.list() ?? [];
  }

  statefulSets(): StatefulSet[] {
    return this.#caches?.statefulSets.list() ?? [];
  }

  /** Calls back at each change until the function it gives is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

function watchesOf({ pods, clusters, roles, statefulSets }: Caches) {
  return [pods, clusters, roles, statefulSets];
}

export async function connectTo(kubeconfig: string): Promise<KubeClient> {
  const { clock } = nodePlatform;
  const connection = await loadKubeconfig({ file: kubeconfig, environment: {}, homeFolder: '', clock });
  return createKubeClient(connection, { platform: nodePlatform });
}
