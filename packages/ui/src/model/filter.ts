import type { ClusterView } from './cluster.ts';
import type { InstanceView } from './instance.ts';
import type { ReplicasetView } from './replicaset.ts';

export interface ClusterFilter {
  /** words, all of which must occur in an instance or its replicaset */
  text: string;
  /** "" for any */
  role: string;
  health: HealthFilter;
}

export type HealthFilter = 'all' | 'trouble' | 'healthy';

export const emptyFilter: ClusterFilter = { text: '', role: '', health: 'all' };

export interface FilteredCluster {
  replicasets: readonly ReplicasetView[];
  unjoined: readonly InstanceView[];
  shownCount: number;
  totalCount: number;
}

/** Replicasets keep only the instances that match; those left without any are dropped. */
export function filterCluster(view: ClusterView, filter: ClusterFilter): FilteredCluster {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const replicasets = view.replicasets
    .filter(replicaset => filter.role === '' || replicaset.roles.includes(filter.role))
    .map(replicaset => ({
      ...replicaset,
      instances: replicaset.instances.filter(
        instance =>
          matchesHealth(instance, filter.health) && matchesWords(describeFor(instance, replicaset), words),
      ),
    }))
    .filter(replicaset => replicaset.instances.length > 0);
  const unjoined = view.unjoined.filter(
    instance =>
      filter.role === '' && filter.health !== 'healthy' && matchesWords(describeFor(instance, null), words),
  );
  const count = (groups: readonly ReplicasetView[]) =>
    groups.reduce((sum, { instances }) => sum + instances.length, 0);
  return {
    replicasets,
    unjoined,
    shownCount: count(replicasets) + unjoined.length,
    totalCount: count(view.replicasets) + view.unjoined.length,
  };
}

/** Every role some replicaset has enabled. */
export function listRoles(view: ClusterView): string[] {
  return [...new Set(view.replicasets.flatMap(replicaset => replicaset.roles))].sort();
}

function matchesHealth(instance: InstanceView, health: HealthFilter): boolean {
  switch (health) {
    case 'all':
      return true;
    case 'healthy':
      return instance.health === 'good' && instance.issueCount === 0;
    case 'trouble':
      return instance.health !== 'good' || instance.issueCount > 0;
  }
}

function matchesWords(haystack: string, words: readonly string[]): boolean {
  return words.every(word => haystack.includes(word));
}

function describeFor(instance: InstanceView, replicaset: ReplicasetView | null): string {
  return [
    instance.name,
    instance.uri,
    instance.uuid,
    instance.zone,
    instance.status.word,
    instance.status.message,
    ...instance.labels.flatMap(({ name, value }) => [name, value]),
    replicaset?.name,
    replicaset?.uuid,
    replicaset?.vshardGroup,
    ...(replicaset?.roles ?? []),
  ]
    .filter(Boolean)
    .join(' ')
    .toLowerCase();
}
