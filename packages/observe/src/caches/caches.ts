import {
  type Cluster,
  type KubernetesEvent,
  type KubernetesObject,
  labels,
  type PersistentVolumeClaim,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import {
  type CacheChange,
  type KubeClient,
  type KubeObject,
  NotFoundError,
  type Resource,
  WatchCache,
} from '@cartridge-on-kubernetes/kube';
import type { Platform } from '@cartridge-on-kubernetes/platform';
import { resources } from './resources.ts';
import { slim, slimEvent } from './slim.ts';

export type CacheName = Exclude<keyof typeof resources, 'secrets'>;

export interface CachesOptions {
  platform: Pick<Platform, 'clock' | 'random'>;
  client: KubeClient;
  namespace: string;
  onChange: (name: CacheName, change: CacheChange<KubernetesObject>) => void;
  onWatch?: (name: CacheName) => void;
  onProblem: (name: CacheName, problem: { error: unknown; retryMilliseconds: number }) => void;
}

export type Caches = ReturnType<typeof createCaches>;

/**
 * One watch a kind, in one namespace. What belongs to Cartridge clusters carries their labels, so foreign pods,
 * StatefulSets and volumes never get here; Services and Warning events have no such label and are kept slim.
 */
export function createCaches(options: CachesOptions) {
  return {
    clusters: cacheOf<Cluster>(options, 'clusters', resources.clusters, {
      indexes: { selectedLabel: selectedClusterLabel },
    }),
    roles: cacheOf(options, 'roles', resources.roles, { indexes: { cluster: clusterLabel } }),
    templates: cacheOf(options, 'templates', resources.templates, { indexes: { label: templateLabel } }),
    statefulSets: cacheOf(options, 'statefulSets', resources.statefulSets, {
      labelSelector: labels.clusterId,
      indexes: { owner: ownerUid, series: nameWithoutOrdinal, claimPrefix: claimPrefixes },
    }),
    pods: cacheOf(options, 'pods', resources.pods, {
      labelSelector: labels.clusterId,
      indexes: { owner: ownerUid, cluster: clusterLabel },
    }),
    services: cacheOf(options, 'services', resources.services, {}),
    claims: cacheOf<PersistentVolumeClaim>(options, 'claims', resources.claims, {
      labelSelector: labels.podTemplate,
      indexes: { series: nameWithoutOrdinal },
    }),
    disruptionBudgets: cacheOf(options, 'disruptionBudgets', resources.disruptionBudgets, {
      labelSelector: labels.clusterId,
      indexes: { cluster: clusterLabel },
    }),
    events: cacheOf<KubernetesEvent>(options, 'events', resources.events, {
      fieldSelector: 'type=Warning,involvedObject.kind=Pod',
      project: slimEvent,
      indexes: { pod: event => [event.involvedObject.name ?? ''] },
    }),
  };
}

/** Resolves when every cache has its first list. Events only explain a wait, so nothing waits for them. */
export async function startCaches({ events, ...needed }: Caches): Promise<void> {
  events.follow();
  await Promise.all(Object.values(needed).map(cache => cache.start()));
}

/** Names of the caches that have no first list yet. */
export function cachesToFill({ events: _events, disruptionBudgets, ...needed }: Caches): string[] {
  const missing = Object.entries(needed).flatMap(([name, cache]) => (cache.synced ? [] : [name]));
  return disruptionBudgets.synced || disruptionBudgets.stopped ? missing : [...missing, 'disruptionBudgets'];
}

/** Kubernetes before 1.21 has no policy/v1. True where the cache was stopped for that. */
export function goWithout(caches: Caches, name: CacheName, error: unknown): boolean {
  if (name !== 'disruptionBudgets' || !(error instanceof NotFoundError)) return false;
  caches.disruptionBudgets.abort();
  return true;
}

export async function stopCaches(caches: Caches): Promise<void> {
  await Promise.all(Object.values(caches).map(cache => cache.stop()));
}

interface Selection<T> {
  labelSelector?: string;
  fieldSelector?: string;
  project?: (object: T) => T;
  indexes?: Readonly<Record<string, (object: T) => readonly string[]>>;
}

function cacheOf<T extends KubernetesObject & KubeObject>(
  { client, platform, namespace, onChange, onWatch, onProblem }: CachesOptions,
  name: CacheName,
  resource: Resource<T>,
  selection: Selection<T>,
): WatchCache<T, T> {
  return new WatchCache<T, T>({
    client,
    platform,
    resource,
    namespace,
    project: slim(resource),
    ...selection,
    onChange: change => onChange(name, change),
    onWatch: () => onWatch?.(name),
    onProblem: problem => onProblem(name, problem),
  });
}

function clusterLabel({ metadata }: KubernetesObject): string[] {
  return [metadata.labels?.[labels.clusterId] ?? ''];
}

/** `''` for a Cluster that selects by other labels. */
function selectedClusterLabel({ spec }: Cluster): string[] {
  return [spec?.selector?.matchLabels?.[labels.clusterId] ?? ''];
}

function templateLabel({ metadata }: KubernetesObject): string[] {
  return [metadata.labels?.[labels.replicasetTemplate] ?? ''];
}

function ownerUid({ metadata }: KubernetesObject): string[] {
  const owner = metadata.ownerReferences?.find(reference => reference.controller === true);
  return owner === undefined ? [] : [owner.uid];
}

/** `routers` of StatefulSet `routers-0`, `www-routers-0` of claim `www-routers-0-1`. */
function nameWithoutOrdinal({ metadata }: KubernetesObject): string[] {
  return [seriesOf(metadata.name)];
}

export function seriesOf(name: string): string {
  return name.replace(/-\d+$/, '');
}

/** What the names of a StatefulSet's claims begin with, up to the pod's ordinal. */
export function claimPrefixes(statefulSet: StatefulSet): string[] {
  const templates = statefulSet.spec.volumeClaimTemplates ?? [];
  return templates.map(({ metadata }) => `${metadata?.name ?? ''}-${statefulSet.metadata.name}`);
}

/** The cache of a kind, to tell it the answer of a write. */
export function cacheFor(
  caches: Caches,
  kind: string,
): WatchCache<KubernetesObject, KubernetesObject> | undefined {
  const names = Object.keys(caches) as CacheName[];
  const name = names.find(candidate => resources[candidate].kind === kind);
  return name === undefined
    ? undefined
    : (caches[name] as unknown as WatchCache<KubernetesObject, KubernetesObject>);
}
