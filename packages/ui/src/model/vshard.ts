import type { ClusterAnswer } from '../data/answer.ts';
import { counted, formatCount } from './counted.ts';
import type { ReplicasetView } from './replicaset.ts';

export interface VshardGroupView {
  name: string;
  bucketCount: number;
  bootstrapped: boolean;
  /** the state in one sentence */
  text: string;
  /** rebalancer_mode where it is not the usual "auto" */
  rebalancerMode: string | null;
  shares: readonly VshardShare[];
}

export interface VshardShare {
  replicasetUUID: string;
  name: string;
  weight: number;
  buckets: number;
  sharePercent: number;
  /** positive: still to come; negative: still to leave; by weight, rounded down */
  missing: number;
}

type VshardFacts = Pick<NonNullable<ClusterAnswer['cluster']>, 'vshard_groups' | 'can_bootstrap_vshard'>;

export function readVshardGroups(
  cluster: VshardFacts,
  replicasets: readonly ReplicasetView[],
): VshardGroupView[] {
  return (cluster.vshard_groups ?? []).map(group => {
    const members = replicasets.filter(replicaset => replicaset.vshardGroup === group.name);
    const shares = readShares(members, group.bucket_count);
    return {
      name: group.name,
      bucketCount: group.bucket_count,
      bootstrapped: group.bootstrapped,
      text: describeGroup({ group, shares, canBootstrap: cluster.can_bootstrap_vshard === true }),
      rebalancerMode:
        group.rebalancer_mode && group.rebalancer_mode !== 'auto' ? group.rebalancer_mode : null,
      shares,
    };
  });
}

function readShares(members: readonly ReplicasetView[], bucketCount: number): VshardShare[] {
  const totalWeight = members.reduce((sum, member) => sum + (member.weight ?? 0), 0);
  return members.map(member => {
    const buckets = countBuckets(member);
    const expected = totalWeight > 0 ? (bucketCount * (member.weight ?? 0)) / totalWeight : 0;
    return {
      replicasetUUID: member.uuid,
      name: member.name,
      weight: member.weight ?? 0,
      buckets,
      sharePercent: bucketCount > 0 ? (buckets / bucketCount) * 100 : 0,
      missing: Math.trunc(expected - buckets),
    };
  });
}

/** Every member of a replicaset reports the same buckets; the leader knows first. */
function countBuckets(replicaset: ReplicasetView): number {
  const leader = replicaset.instances.find(
    instance => instance.leadership === 'leader' || instance.leadership === 'leads for now',
  );
  const known = leader?.buckets ?? replicaset.instances.find(instance => instance.buckets !== null)?.buckets;
  return known?.count ?? 0;
}

function describeGroup(facts: {
  group: { bucket_count: number; bootstrapped: boolean };
  shares: readonly VshardShare[];
  canBootstrap: boolean;
}): string {
  const { group, shares } = facts;
  if (!group.bootstrapped) {
    return facts.canBootstrap
      ? 'Not bootstrapped yet: its storages are there, the buckets are not.'
      : 'Not bootstrapped: no storage has joined yet.';
  }
  const placed = shares.reduce((sum, share) => sum + share.buckets, 0);
  const unseen = group.bucket_count - placed;
  if (unseen > 0) {
    return `${formatCount(unseen)} of ${counted(group.bucket_count, 'bucket')} not seen: they are on their way, or on storages that do not answer.`;
  }
  return `All ${counted(group.bucket_count, 'bucket')} are in place.`;
}
