import { describe, expect, test } from 'vitest';
import { renderError, renderManifests } from './helm.ts';

const role = { RoleName: 'storages', RolesToAssign: ['vshard-storage'] };
const withRole = (changes: object) => ({ RoleConfig: [{ ...role, ...changes }] });

describe('values that cannot work are refused, with the place and the reason', () => {
  test.each([
    [
      'RoleName with _',
      withRole({ RoleName: 'my_role' }),
      "at '/RoleConfig/0/RoleName': 'my_role' does not match",
    ],
    [
      'RoleName in upper case',
      withRole({ RoleName: 'Routers' }),
      "at '/RoleConfig/0/RoleName': 'Routers' does not",
    ],
    ['RoleName too long', withRole({ RoleName: 'a'.repeat(49) }), 'maxLength: got 49, want 48'],
    [
      'ReplicaCount 0',
      withRole({ ReplicaCount: 0 }),
      "at '/RoleConfig/0/ReplicaCount': minimum: got 0, want 1",
    ],
    [
      'ReplicaCount -1',
      withRole({ ReplicaCount: -1 }),
      "at '/RoleConfig/0/ReplicaCount': minimum: got -1, want 1",
    ],
    [
      'ReplicaCount that no replicaset of Tarantool can have',
      withRole({ ReplicaCount: 32 }),
      "at '/RoleConfig/0/ReplicaCount': maximum: got 32, want 31",
    ],
    [
      'ReplicaSetCount of a slip of the finger',
      withRole({ ReplicaSetCount: 100_000 }),
      "at '/RoleConfig/0/ReplicaSetCount': maximum: got 100,000, want 10,000",
    ],
    ['ReplicaCount "two"', withRole({ ReplicaCount: 'two' }), "ReplicaCount': got string, want integer"],
    ['ReplicaCount 1.5', withRole({ ReplicaCount: 1.5 }), "ReplicaCount': got number, want integer"],
    ['unknown key', { Clustername: 'a' }, "additional properties 'Clustername' not allowed"],
    [
      'unknown key of a role',
      withRole({ ReplicasCount: 2 }),
      "additional properties 'ReplicasCount' not allowed",
    ],
    [
      'unknown key of the image',
      { image: { pullpolicy: 'Always' } },
      "additional properties 'pullpolicy' not",
    ],
    ['RolesToAssign left empty', withRole({ RolesToAssign: '' }), "at '/RoleConfig/0/RolesToAssign'"],
    [
      'RolesToAssign without a value',
      withRole({ RolesToAssign: null }),
      "'/RoleConfig/0/RolesToAssign': got null",
    ],
    ['RolesToAssign missing', { RoleConfig: [{ RoleName: 'a' }] }, "missing property 'RolesToAssign'"],
    ['RolesToAssign a number', withRole({ RolesToAssign: 1 }), "RolesToAssign': got number, want string"],
    ['an empty role in the list', withRole({ RolesToAssign: [''] }), "at '/RoleConfig/0/RolesToAssign/0'"],
    ['a tag that YAML reads as number', { image: { tag: 0.1 } }, "at '/image/tag': got number, want string"],
    [
      'CPUallocation lots',
      withRole({ CPUallocation: 'lots' }),
      'CPUallocation of role "storages" is "lots": use a number of CPUs such as 0.25 or 250m',
    ],
    [
      'DiskSize without meaning',
      withRole({ DiskSize: '1 GB' }),
      'DiskSize of role "storages" is "1 GB": use a size such as 1Gi',
    ],
    ['an arena Tarantool refuses', withRole({ MemtxMemoryMB: 16 }), 'minimum: got 16, want 32'],
    ['ClusterName with a dot', { ClusterName: 'test.app' }, "at '/ClusterName': 'test.app' does not match"],
    ['two roles of one name', { RoleConfig: [role, role] }, 'two entries with RoleName "storages"'],
    ['a role named as the cluster', { ClusterName: 'storages', ...withRole({}) }, 'is the ClusterName too'],
    [
      'an unknown failover mode',
      { failover: { mode: 'sometimes' } },
      "at '/failover/mode': value must be one of",
    ],
  ])('%s', async (_, values, expected) => {
    const message = await renderError({ chart: 'cartridge', values });
    expect(message).toContain(expected);
  });

  test.each([
    ['unknown key', { images: {} }, "additional properties 'images' not allowed"],
    [
      'ServiceMonitor without Service',
      { metrics: { service: { enabled: false }, serviceMonitor: { enabled: true } } },
      'needs metrics.service.enabled',
    ],
  ])('operator: %s', async (_, values, expected) => {
    expect(await renderError({ chart: 'tarantool-operator', values })).toContain(expected);
  });
});

describe('RolesToAssign in all its spellings', () => {
  test.each([
    ['a list', ['a', 'b'], '["a","b"]'],
    ["the guide's bare string", 'custom.vshard-storage', '"custom.vshard-storage"'],
    ['no role at all', [], '[]'],
  ])('%s', async (_, roles, annotation) => {
    const manifests = await renderManifests({
      chart: 'cartridge',
      values: withRole({ RolesToAssign: roles }),
    });
    const annotated = manifests.filter(({ kind }) => kind === 'Role' || kind === 'ReplicasetTemplate');
    expect(annotated).toHaveLength(2);
    for (const manifest of annotated)
      expect(manifest.metadata.annotations).toEqual({ 'tarantool.io/rolesToAssign': annotation });
  });
});
