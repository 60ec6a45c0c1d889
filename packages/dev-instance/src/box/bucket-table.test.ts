import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BucketRange, BucketTable, bucketsOf, countBuckets, toRanges } from './bucket-table.ts';

const buckets = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 });

test('ranges and buckets say the same', () => {
  fc.assert(
    fc.property(buckets, list => {
      const ranges = toRanges(list);
      expect([...bucketsOf(ranges)]).toEqual([...list].sort((a, b) => a - b));
      expect(countBuckets(ranges)).toBe(list.length);
    }),
  );
});

test('a bucket has the state it was given last', () => {
  fc.assert(
    fc.property(buckets, buckets, buckets, (active, sending, gone) => {
      const table = new BucketTable();
      table.set(toRanges(active), 'active');
      table.set(toRanges(sending), 'sending');
      table.set(toRanges(gone), null);
      const expected = (list: number[], without: number[]) =>
        toRanges(list.filter(bucket => !without.includes(bucket)));
      expect(table.ranges('active')).toEqual(expected(active, [...sending, ...gone]));
      expect(table.ranges('sending')).toEqual(expected(sending, gone));
      expect(table.size).toBe(table.count('active') + table.count('sending'));
    }),
  );
});

test('taking gives the lowest active ones', () => {
  const table = new BucketTable();
  const active: BucketRange[] = [
    [2, 4],
    [8, 9],
  ];
  table.set(active, 'active');
  table.set([[3, 3]], 'sending');
  expect(table.take(3)).toEqual([
    [2, 2],
    [4, 4],
    [8, 8],
  ]);
  expect(table.take(99)).toEqual([
    [2, 2],
    [4, 4],
    [8, 9],
  ]);
  expect(table.stateOf(100)).toBeUndefined();
});
