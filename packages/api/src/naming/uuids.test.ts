import { describe, expect, test } from 'vitest';
import { instanceUuid, replicasetUuid } from './uuids.ts';

describe('uuids are those of 0.0.8', () => {
  test.each([
    ['storages-0-0', '7b52c50a-a3e4-582b-be0e-2ce0e520c74c'],
    ['storages-0-1', '6d6fedc3-0d25-565d-8f36-7fc771613d07'],
    ['storages-0-2', '0f855e2e-3cef-58fd-9aae-4f6ed95b17fa'],
    ['routers-0-0', '3d71e4fc-2f78-5d48-bdc4-9d05d35672bb'],
    ['routers-1-0', '710a86a7-fa88-5a92-8eed-d4177d70940c'],
    ['storage-1-2', '876333ba-9436-5258-8894-55d1acfd93e8'],
  ])('instance in %s', (pod, uuid) => {
    expect(instanceUuid(pod)).toBe(uuid);
  });

  test.each([
    ['storages-0', '6dc1fa14-53bb-5965-8a44-1452acd53751'],
    ['storages-1', 'aac9ea43-04b9-567d-a63a-ff01e2e14533'],
    ['routers-0', 'bcd73d75-3337-51f9-8f43-73e27f88964f'],
    ['routers-1', '0860bbe1-c4fe-517f-80a1-73721828215b'],
  ])('replicaset %s', (name, uuid) => {
    expect(replicasetUuid(name)).toBe(uuid);
  });

  test('a later generation is another uuid', () => {
    const uuids = [0, 1, 2].map(generation => instanceUuid('storages-0-0', generation));
    expect(new Set(uuids).size).toBe(3);
  });
});
