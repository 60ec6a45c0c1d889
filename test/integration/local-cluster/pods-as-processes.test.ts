import { readdir, readFile } from 'node:fs/promises';
import { forwardPort, pollUntil, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BareCluster } from './bare-cluster.ts';

let cluster: BareCluster;

/** Counts its starts in its volume, and says who it is. */
const script = `
import { createServer } from 'node:http';
import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const starts = (existsSync('/data/starts') ? Number(readFileSync('/data/starts', 'utf8')) : 0) + 1;
writeFileSync('/data/starts', String(starts));
createServer(async (request, response) => {
  const peer = await lookup('web-1.web.default.svc.cluster.local').catch(error => ({ address: error.code }));
  response.end(JSON.stringify({ name: process.env.POD_NAME, starts, peer: peer.address }));
}).listen(8080, () => console.log('listening'));
`;

const labels = { app: 'web' };
const manifests = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { clusterIP: 'None', selector: labels, ports: [{ name: 'http', port: 8080 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web' },
    spec: {
      serviceName: 'web',
      replicas: 2,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: 'main',
              image: 'example/web:1',
              env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
              ports: [{ name: 'http', containerPort: 8080 }],
              readinessProbe: { tcpSocket: { port: 'http' } },
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  },
];

beforeAll(async () => {
  cluster = await BareCluster.make();
  await cluster.loadScriptImage('example/web:1', script);
  expect(await cluster.start()).toMatchObject({ ready: true });
  await cluster.apply(...manifests);
  await cluster.kubectl('rollout', 'status', 'statefulset/web', '--timeout=30s');
});

afterAll(() => cluster.remove());

async function ask(pod: string): Promise<{ name: string; starts: number; peer: string }> {
  const { kubectlPath: kubectl, environment: env } = cluster;
  await using forward = await forwardPort({ kubectl, env, namespace: 'default', pod, port: 8080 });
  return (await (await fetch(forward.url)).json()) as { name: string; starts: number; peer: string };
}

function podAddress(pod: string): Promise<string> {
  return cluster.kubectl('get', 'pod', pod, '--output', 'jsonpath={.status.podIP}');
}

async function waitUntilReady(restarts: number): Promise<void> {
  await pollUntil(
    { until: `both pods are ready after ${restarts} restarts`, deadlineSeconds: 30 },
    async () => {
      const format =
        'jsonpath={range .items[*]}{.status.containerStatuses[0].ready}{.status.containerStatuses[0].restartCount} {end}';
      const states = await cluster.kubectl('get', 'pods', '--selector', 'app=web', '--output', format);
      expect(states.trim()).toBe(`true${restarts} true${restarts}`);
    },
  );
}

/** Processes of this cluster's containers: each has the state folder in its environment. */
async function containerProcesses(): Promise<number[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const texts = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => texts[index]?.includes(`${cluster.folder}/pods/`)).map(Number);
}

describe('kubectl', () => {
  it('reads logs', async () => {
    expect(await cluster.kubectl('logs', 'web-0')).toBe('listening');
  });

  it('runs commands in a container', async () => {
    const command = ['node', '-e', 'console.log(os.hostname(), fs.readdirSync("/data").join())'];
    expect(await cluster.kubectl('exec', 'web-1', '--', ...command)).toBe('web-1 starts');
    await expect(
      cluster.kubectl('exec', 'web-1', '--', 'node', '-e', 'process.exit(3)'),
    ).rejects.toMatchObject({
      exitCode: 3,
    });
  });

  it('forwards ports, and pods find each other by name', async () => {
    expect(await ask('web-0')).toEqual({ name: 'web-0', starts: 1, peer: await podAddress('web-1') });
  });
});

describe('after kill -9', () => {
  it('of a container it is started again with its data', async () => {
    const before = await containerProcesses();
    expect(before).toHaveLength(2);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await waitUntilReady(1);
    expect(await ask('web-0')).toMatchObject({ starts: 2 });
  });

  it('of the cluster its containers end, and come back with data and addresses', async () => {
    const address = await podAddress('web-1');
    await cluster.end('SIGKILL');
    await pollUntil({ until: 'no container is left', deadlineSeconds: 10 }, async () =>
      expect(await containerProcesses()).toEqual([]),
    );
    await cluster.start();
    await waitUntilReady(2);
    expect(await ask('web-0')).toEqual({ name: 'web-0', starts: 3, peer: address });
  });
});

it('refuses a second process on the same state folder', async () => {
  const { folder } = cluster;
  const second = await execa(
    process.execPath,
    [`${repository}/dist/local-cluster/main.mjs`, '--state-folder', folder],
    {
      reject: false,
    },
  );
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toContain('is in use by process');
});

it('ends everything in order on SIGTERM, and pods go with kubectl delete', async () => {
  await cluster.kubectl('delete', 'statefulset', 'web', '--timeout=20s');
  await pollUntil({ until: 'the pods are gone', deadlineSeconds: 20 }, async () =>
    expect(await cluster.kubectl('get', 'pods', '--output', 'name')).toBe(''),
  );
  expect(await cluster.kubectl('get', 'pvc', '--output', 'name')).toBe(
    'persistentvolumeclaim/data-web-0\npersistentvolumeclaim/data-web-1',
  );
  expect(await cluster.end('SIGTERM')).toBe(0);
  expect(await containerProcesses()).toEqual([]);
});
