import { type KubeClient, type KubeObject, type Resource, WatchCache } from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { inParallel } from '../in-parallel.ts';
import { type BenchCluster, manifestsOf, namespace, nextImage, templateOf } from './bench-clusters.ts';

interface Stored extends KubeObject {
  metadata: { name: string; labels?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: read no further than the bench looks
  spec?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  status?: any;
}

const resource = (group: string, kind: string, version = 'v1'): Resource<Stored> => ({
  group,
  version,
  kind,
  plural: `${kind.toLowerCase()}s`,
  namespaced: true,
});

const kinds = {
  Cluster: resource('tarantool.io', 'Cluster', 'v1alpha1'),
  Role: resource('tarantool.io', 'Role', 'v1alpha1'),
  ReplicasetTemplate: resource('tarantool.io', 'ReplicasetTemplate', 'v1alpha1'),
  StatefulSet: resource('apps', 'StatefulSet'),
  Pod: resource('', 'Pod'),
};

const atATime = 32;

export async function createAll(client: KubeClient, clusters: readonly BenchCluster[]): Promise<void> {
  await inParallel({ items: clusters, atATime }, async cluster => {
    for (const manifest of manifestsOf(cluster)) {
      const kind = kinds[manifest.kind as keyof typeof kinds];
      await client.create(kind, manifest as Stored);
    }
  });
}

/** Says what a kubelet would, of pods that no kubelet runs. */
export async function markRunning(client: KubeClient, clusters: readonly BenchCluster[]): Promise<void> {
  const members = clusters.flatMap(cluster => cluster.members);
  await inParallel({ items: members, atATime }, async ({ pod, address }) => {
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: at });
    const status = {
      phase: 'Running',
      podIP: address,
      podIPs: [{ ip: address }],
      startTime: at,
      conditions: ['Initialized', 'ContainersReady', 'Ready'].map(condition),
      containerStatuses: [
        {
          name: 'pim-storage',
          image: '',
          imageID: '',
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: at } },
        },
      ],
    };
    const location = { namespace, name: pod, subresource: 'status' };
    await client.patch(kinds.Pod, location, { kind: 'merge', body: { status } });
  });
}

export async function changeImages(client: KubeClient, clusters: readonly BenchCluster[]): Promise<void> {
  await inParallel({ items: clusters, atATime }, ({ role }) =>
    client.patch(
      kinds.ReplicasetTemplate,
      { namespace, name: templateOf(role) },
      {
        kind: 'json',
        operations: [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: nextImage }],
      },
    ),
  );
}

/** As the chart does: the Role and its template say the same. */
export async function changeRoles(client: KubeClient, clusters: readonly BenchCluster[]): Promise<void> {
  const annotations = { 'tarantool.io/rolesToAssign': '["app.roles.custom","app.roles.other"]' };
  const patch = { kind: 'merge', body: { metadata: { annotations } } } as const;
  await inParallel({ items: clusters, atATime }, async ({ role }) => {
    await client.patch(kinds.Role, { namespace, name: role }, patch);
    await client.patch(kinds.ReplicasetTemplate, { namespace, name: templateOf(role) }, patch);
  });
}

/** How many of the benched objects have come so far; kept up by a watch, which costs the API server little. */
export interface Progress {
  pods: number;
  readyClusters: number;
  statefulSetsWithNextImage: number;
}

export async function watchProgress(client: KubeClient): Promise<{ now(): Progress; stop(): Promise<void> }> {
  const watch = (resource: Resource<Stored>, counts: (object: Stored) => boolean) =>
    new WatchCache<Stored, boolean>({ client, platform: nodePlatform, resource, namespace, project: counts });
  const pods = watch(kinds.Pod, isBenched);
  const clusters = watch(kinds.Cluster, ({ status }) => status?.state === 'Ready');
  const statefulSets = watch(kinds.StatefulSet, hasNextImage);
  const caches = [pods, clusters, statefulSets];
  await Promise.all(caches.map(cache => cache.start()));
  const count = (cache: (typeof caches)[number]) => cache.list().filter(counts => counts).length;
  return {
    now: () => ({
      pods: count(pods),
      readyClusters: count(clusters),
      statefulSetsWithNextImage: count(statefulSets),
    }),
    async stop() {
      await Promise.all(caches.map(cache => cache.stop()));
    },
  };
}

function isBenched({ metadata }: Stored): boolean {
  return metadata.labels?.['tarantool.io/cluster-id'] !== undefined;
}

function hasNextImage({ spec }: Stored): boolean {
  return spec.template.spec.containers[0].image === nextImage;
}
