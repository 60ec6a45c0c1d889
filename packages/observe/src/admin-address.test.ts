import type { Container, Pod } from '@cartridge-on-kubernetes/api';
import { expect, it } from 'vitest';
import { adminAddress } from './admin-address.ts';

function pod(
  container: Partial<Container> = {},
  status: Pod['status'] = { phase: 'Running', podIP: '10.0.0.7' },
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'routers-0-0' },
    spec: {
      containers: [
        { name: 'pim-storage', ...container },
        { name: 'sidecar', ports: [{ name: 'http', containerPort: 9 }] },
      ],
    },
    status,
  };
}

it('is the pod’s IP on the port named http of the application container', () => {
  const ports = [
    { name: 'app', containerPort: 3301 },
    { name: 'http', containerPort: 8082 },
  ];
  expect(adminAddress(pod({ ports }))?.baseUrl).toBe('http://10.0.0.7:8082');
});

it('falls back to TARANTOOL_HTTP_PORT, then to 8081', () => {
  const env = [{ name: 'TARANTOOL_HTTP_PORT', value: '8090' }];
  expect(adminAddress(pod({ env }))?.baseUrl).toBe('http://10.0.0.7:8090');
  expect(adminAddress(pod())?.baseUrl).toBe('http://10.0.0.7:8081');
});

it('knows the prefix of the Web UI, IPv6, and the cluster cookie', () => {
  const env = [
    { name: 'TARANTOOL_WEBUI_PREFIX', value: '/cluster/' },
    { name: 'TARANTOOL_CLUSTER_COOKIE', value: 'sweet' },
  ];
  expect(adminAddress(pod({ env }, { phase: 'Running', podIP: 'fd00::7' }))).toEqual({
    baseUrl: 'http://[fd00::7]:8081/cluster',
    credentials: { username: 'admin', password: 'sweet' },
  });
  expect(adminAddress(pod())?.credentials.password).toBe('secret-cluster-cookie');
});

it('is unknown while the pod has no address or does not run', () => {
  expect(adminAddress(pod({}, { phase: 'Pending', podIP: '10.0.0.7' }))).toBeNull();
  expect(adminAddress(pod({}, { phase: 'Running' }))).toBeNull();
});
