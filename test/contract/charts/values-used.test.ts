import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ChartName, renderText } from './helm.ts';

/** For each value of values.yaml another one that is valid; rendered with it, something must differ. */
const others: Record<ChartName, Record<string, unknown>> = {
  cartridge: {
    ClusterEnv: 'prod',
    ClusterName: 'other',
    ClusterDomainName: 'example.org',
    TarantoolWorkDir: '/data',
    InstanceWorkDir: '/var/lib/tarantool/app.$(TARANTOOL_INSTANCE_NAME)',
    LuaMemoryReserveMB: 512,
    BucketCount: 100,
    failover: { mode: 'disabled' },
    'image.repository': 'other',
    'image.tag': '9',
    'image.pullPolicy': 'Always',
    'image.pullSecrets': ['registry'],
    'service.type': 'NodePort',
    'service.port': 80,
    'Prometheus.port': 9090,
    'Prometheus.path': '/other',
    'securityContext.fsGroup': 1000,
    'securityContext.fsGroupChangePolicy': 'Always',
    'securityContext.seccompProfile.type': 'Unconfined',
    'containerSecurityContext.runAsUser': 1000,
    'containerSecurityContext.runAsGroup': 1000,
    'containerSecurityContext.runAsNonRoot': false,
    'containerSecurityContext.allowPrivilegeEscalation': true,
    'containerSecurityContext.capabilities.drop': ['SYS_ADMIN'],
    StorageClass: 'fast',
    extraEnv: [{ name: 'A', value: 'b' }],
    extraContainers: [{ name: 'sidecar', image: 'nginx' }],
    extraVolumes: [{ name: 'more', emptyDir: {} }],
    extraVolumeMounts: [{ name: 'more', mountPath: '/more' }],
    podAnnotations: { a: 'b' },
    serviceAccountName: 'app',
    operatorServiceAccount: 'other',
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    'networkPolicy.enabled': true,
    'networkPolicy.httpFrom': [{ namespaceSelector: {} }],
    'networkPolicy.binaryFrom': [{ namespaceSelector: {} }],
    'networkPolicy.ingress': [{ ports: [{ port: 80 }] }],
    'networkPolicy.egress': [{ ports: [{ port: 4401 }] }],
    'networkPolicy.dnsPorts': [5353],
    'test.image.repository': 'other',
    'test.image.tag': '9',
  },
  'tarantool-operator': {
    'image.repository': 'other',
    'image.tag': '9',
    'image.pullPolicy': 'Always',
    'image.pullSecrets': ['registry'],
    replicas: 2,
    'resources.requests.cpu': '1',
    'resources.requests.memory': '1Gi',
    'resources.limits.memory': '2Gi',
    'securityContext.runAsNonRoot': false,
    'securityContext.runAsUser': null,
    'securityContext.runAsGroup': 7,
    'securityContext.seccompProfile.type': 'Localhost',
    'containerSecurityContext.allowPrivilegeEscalation': true,
    'containerSecurityContext.readOnlyRootFilesystem': false,
    'containerSecurityContext.capabilities.drop': ['SYS_ADMIN'],
    'serviceAccount.create': false,
    'serviceAccount.name': 'other',
    'serviceAccount.annotations': { a: 'b' },
    'metrics.service.enabled': false,
    'metrics.service.annotations': { a: 'b' },
    'metrics.serviceMonitor.enabled': true,
    'metrics.serviceMonitor.interval': '5s',
    'metrics.serviceMonitor.labels': { a: 'b' },
    'networkPolicy.enabled': true,
    'networkPolicy.metricsFrom': [{ namespaceSelector: {} }],
    'networkPolicy.apiServerTo': [{ ipBlock: { cidr: '10.0.0.1/32' } }],
    'networkPolicy.apiServerPorts': [8443],
    'networkPolicy.dnsPorts': [5353],
    extraEnv: [{ name: 'A', value: 'b' }],
    podAnnotations: { a: 'b' },
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
  },
};

const otherFields: Record<string, unknown> = {
  RoleName: 'other',
  ReplicaCount: 7,
  ReplicaSetCount: 7,
  DiskSize: '7Gi',
  CPUallocation: 7,
  CPUlimit: '7',
  MemtxMemoryMB: 777,
  RolesToAssign: ['other'],
  Weight: 0,
  VshardGroup: 'hot',
  AllRw: false,
};

const roles = [{ RoleName: 'storages', RolesToAssign: ['vshard-storage'] }];

/** Values that only count beside others are rendered with those. */
function baseFor(chart: ChartName, path: string): Record<string, unknown> {
  if (chart === 'cartridge' && /^(ClusterName|image\.repository)$/.test(path)) return { RoleConfig: roles };
  if (path === 'operatorServiceAccount')
    return { failover: { mode: 'stateful', etcd2: { password: { name: 'etcd', key: 'password' } } } };
  if (/^metrics\.serviceMonitor\.(interval|labels)/.test(path))
    return { metrics: { serviceMonitor: { enabled: true } } };
  if (/^networkPolicy\.(?!enabled)/.test(path)) return { networkPolicy: { enabled: true } };
  return {};
}

describe.each(Object.keys(others) as ChartName[])('%s', chart => {
  test('every value has its place here', () => {
    const values = parse(readFileSync(join(repository, 'charts', chart, 'values.yaml'), 'utf8'));
    expect(leafPaths(values, '').sort()).toEqual(Object.keys(others[chart]).sort());
  });

  test.each(Object.entries(others[chart]))('%s does something', async (path, value) => {
    const base = baseFor(chart, path);
    const [before, after] = await Promise.all([
      renderText({ chart, values: base }),
      renderText({ chart, values: withLeaf({ base, path, value }) }),
    ]);
    expect(after).not.toBe(before);
  });
});

describe('an entry of RoleConfig', () => {
  const entry = { RoleName: 'storages', RolesToAssign: ['vshard-storage'] };

  test('has every field of the schema here', () => {
    const schema = JSON.parse(readFileSync(join(repository, 'charts/cartridge/values.schema.json'), 'utf8'));
    const known = Object.keys(schema.properties.RoleConfig.items.properties);
    expect(known.sort()).toEqual(Object.keys(otherFields).sort());
  });

  test.each(Object.entries(otherFields))('%s does something', async (field, value) => {
    const [before, after] = await Promise.all([
      renderText({ chart: 'cartridge', values: { RoleConfig: [entry] } }),
      renderText({ chart: 'cartridge', values: { RoleConfig: [{ ...entry, [field]: value }] } }),
    ]);
    expect(after).not.toBe(before);
  });
});

function leafPaths(value: unknown, prefix: string): string[] {
  return Object.entries(value as object).flatMap(([key, child]) => {
    const isBranch = typeof child === 'object' && !Array.isArray(child) && Object.keys(child).length > 0;
    return isBranch ? leafPaths(child, `${prefix}${key}.`) : [`${prefix}${key}`];
  });
}

interface Leaf {
  base: Record<string, unknown>;
  path: string;
  value: unknown;
}

function withLeaf({ base, path, value }: Leaf): Record<string, unknown> {
  const [key = '', ...rest] = path.split('.');
  const child = (base[key] ?? {}) as Record<string, unknown>;
  return { ...base, [key]: rest.length > 0 ? withLeaf({ base: child, path: rest.join('.'), value }) : value };
}
