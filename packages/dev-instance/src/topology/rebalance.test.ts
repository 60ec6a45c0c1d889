import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planTransfers, type RebalanceReplicaset } from './rebalance.ts';

const replicaset = fc.record({
  weight: fc.integer({ min: 0, max: 5 }),
  buckets: fc.integer({ min: 0, max: 3000 }),
});
const replicasets = fc
  .array(replicaset, { minLength: 1, maxLength: 6 })
  .map(list => list.map((entry, index): RebalanceReplicaset => ({ uuid: `r${index}`, ...entry })))
  .filter(list => list.some(entry => entry.weight > 0));

function applyTransfers(list: readonly RebalanceReplicaset[]): RebalanceReplicaset[] {
  const transfers = planTransfers(list, 0);
  return list.map(entry => ({
    ...entry,
    buckets: transfers.reduce(
      (sum, { from, to, count }) => sum + (to === entry.uuid ? count : 0) - (from === entry.uuid ? count : 0),
      entry.buckets,
    ),
  }));
}

test('one round of transfers gives everybody the share of its weight and loses no bucket', () => {
  fc.assert(
    fc.property(replicasets, list => {
      const after = applyTransfers(list);
      const total = list.reduce((sum, entry) => sum + entry.buckets, 0);
      const weight = list.reduce((sum, entry) => sum + entry.weight, 0);
      expect(after.reduce((sum, entry) => sum + entry.buckets, 0)).toBe(total);
      for (const entry of after) {
        expect(Math.abs(entry.buckets - (total * entry.weight) / weight)).toBeLessThan(1);
        if (entry.weight === 0) expect(entry.buckets).toBe(0);
      }
      expect(planTransfers(after, 0)).toEqual([]);
    }),
  );
});

test('nothing moves within the threshold', () => {
  const list = [
    { uuid: 'a', weight: 1, buckets: 151 },
    { uuid: 'b', weight: 1, buckets: 149 },
  ];
  expect(planTransfers(list, 1)).toEqual([]);
  expect(planTransfers(list, 0.5)).toEqual([{ from: 'a', to: 'b', count: 1 }]);
});
