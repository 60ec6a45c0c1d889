export interface RebalanceReplicaset {
  readonly uuid: string;
  readonly weight: number;
  readonly buckets: number;
}

export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/**
 * Transfers that bring every replicaset to its share of the weight.
 * The shares are whole numbers that add up to the bucket count; the biggest remainders get one more.
 * Nothing moves while every replicaset is within `thresholdPercent` of its share, as vshard's rebalancer has it.
 */
export function planTransfers(
  replicasets: readonly RebalanceReplicaset[],
  thresholdPercent: number,
): Transfer[] {
  const targets = shares(replicasets);
  const needed = replicasets.map((replicaset, index) => (targets[index] ?? 0) - replicaset.buckets);
  if (replicasets.every((replicaset, index) => isBalanced(replicaset, targets[index] ?? 0, thresholdPercent)))
    return [];
  const transfers: Transfer[] = [];
  let taker = 0;
  for (const [index, giver] of replicasets.entries()) {
    let surplus = -(needed[index] ?? 0);
    while (surplus > 0 && taker < replicasets.length) {
      const want = needed[taker] ?? 0;
      const to = replicasets[taker];
      if (want <= 0 || to === undefined) {
        taker++;
        continue;
      }
      const count = Math.min(want, surplus);
      transfers.push({ from: giver.uuid, to: to.uuid, count });
      needed[taker] = want - count;
      surplus -= count;
    }
  }
  return transfers;
}

function isBalanced(
  { buckets, weight }: RebalanceReplicaset,
  target: number,
  thresholdPercent: number,
): boolean {
  if (weight === 0) return buckets === 0;
  if (target === 0) return buckets === 0;
  return (Math.abs(buckets - target) / target) * 100 <= thresholdPercent;
}

function shares(replicasets: readonly RebalanceReplicaset[]): number[] {
  const total = replicasets.reduce((sum, { buckets }) => sum + buckets, 0);
  const weight = replicasets.reduce((sum, replicaset) => sum + replicaset.weight, 0);
  if (weight === 0) return replicasets.map(({ buckets }) => buckets);
  const exact = replicasets.map(replicaset => (total * replicaset.weight) / weight);
  const whole = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder);
  let left = total - whole.reduce((sum, value) => sum + value, 0);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    left--;
  }
  return whole;
}
