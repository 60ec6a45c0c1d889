import { expect, test } from 'vitest';
import { buildConfig, STORAGE_0, STORAGES } from '../testing/topology-builder.ts';
import { validateVshard } from './validate-vshard.ts';

const withoutRole = (weight: number) => buildConfig({ replicasets: { [STORAGES]: { roles: [], weight } } });

test('a storage with weight in the stored config cannot go', () => {
  expect(() => validateVshard(withoutRole(0), buildConfig())).toThrow(
    `replicasets[${STORAGES}] is a vshard-storage which can't be removed`,
  );
});

test('a drained storage may go once its first server holds no bucket', () => {
  const drained = buildConfig({ replicasets: { [STORAGES]: { weight: 0 } } });
  expect(validateVshard(withoutRole(0), drained)).toEqual([
    { replicasetUuid: STORAGES, serverUuid: STORAGE_0 },
  ]);
});

test('before the bootstrap the role may go freely', () => {
  expect(
    validateVshard({ ...withoutRole(0), vshardGroups: {} }, buildConfig({ isBootstrapped: false })),
  ).toEqual([]);
});

test.each([
  [{ weight: -1 }, `replicasets[${STORAGES}].weight must be non-negative, got -1`],
  [{ weight: 0 }, 'At least one vshard-storage (default) must have weight > 0'],
  [{ vshardGroup: 'cold' }, `replicasets[${STORAGES}].vshard_group can't be modified`],
])('%o is refused', (entry, message) => {
  expect(() => validateVshard(buildConfig({ replicasets: { [STORAGES]: entry } }), buildConfig())).toThrow(
    message,
  );
});

test('the bucket count never changes', () => {
  const next = {
    ...buildConfig(),
    vshardGroups: { default: { bucketCount: 1, bootstrapped: true, options: {} } },
  };
  expect(() => validateVshard(next, buildConfig())).toThrow(
    'vshard_groups["default"].bucket_count can\'t be changed',
  );
});
