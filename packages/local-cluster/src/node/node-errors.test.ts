import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container, ContainerStatus } from 'kubernetes-types/core/v1';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { events, pods } from '../in-process/kinds.ts';
import { createLog } from '../runtime/log.ts';
import { buildPod } from '../testing/pod-builder.ts';
import { buildScriptImage, startTestCluster, type TestCluster } from '../testing/running-cluster.ts';

const patience = { timeout: 45_000, interval: 20 };
const server = `
import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/crash') process.exit(3);
  response.end('served');
}).listen(8080, '0.0.0.0');
`;

let test: TestCluster;
let lines: string[];

beforeAll(async () => {
  lines = [];
  test = await startTestCluster({ log: createLog({ write: line => lines.push(line) }) });
  await buildScriptImage(test.images, 'example/app:1', server);
}, 30_000);
afterAll(() => test.remove());

function statusOf(pod: string, container: string): ContainerStatus | undefined {
  const status = test.objects.read(pods, { namespace: 'default', name: pod })?.status;
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.find(({ name }) => name === container);
}

async function containerFolder(pod: string, container: string): Promise<string> {
  const root = join(test.stateFolder, 'pods');
  const folder = (await readdir(root)).find(name => name.startsWith(`default_${pod}_`));
  return join(root, folder ?? '', 'containers', container);
}

const idle: Partial<Container> = { command: ['node', '-e', 'setInterval(() => {}, 1000)'] };
const serving = { name: 'server', image: 'example/app:1', readinessProbe: { tcpSocket: { port: 8080 } } };

it.each([
  { kind: 'a container', pod: 'plain', spec: { containers: [serving] } },
  { kind: 'a sidecar', pod: 'sidecar', spec: { initContainers: [{ ...serving, restartPolicy: 'Always' }] } },
])('$kind whose folder fails is told at its pod and run again; the node goes on', async ({ pod, spec }) => {
  const built = buildPod(pod, idle);
  await test.objects.create(pods, { ...built, spec: { ...built.spec, ...spec } });
  await vi.waitFor(() => expect(statusOf(pod, 'server')?.ready).toBe(true), patience);
  const address = test.objects.read(pods, { namespace: 'default', name: pod })?.status?.podIP;
  const folder = await containerFolder(pod, 'server');
  await rename(folder, `${folder}.away`);
  await writeFile(folder, 'no folder');

  await expect(fetch(`http://${address}:8080/crash`)).rejects.toThrow();
  await vi.waitFor(() => {
    expect(statusOf(pod, 'server')?.state?.waiting).toMatchObject({
      reason: 'CreateContainerError',
      message: expect.stringMatching(/^(EEXIST|ENOTDIR): /),
    });
  }, patience);
  const eventsOfPod = () =>
    test.objects.list(events).filter(({ involvedObject }) => involvedObject.name === pod);
  await vi.waitFor(
    () => expect(eventsOfPod().map(({ reason }) => reason)).toEqual(expect.arrayContaining(['Failed'])),
    patience,
  );
  expect(lines.join('')).toMatch(/"message":"Container was not run, trying again".*\\n +at /);

  await test.objects.create(pods, buildPod(`beside-${pod}`, idle));
  await vi.waitFor(() => expect(statusOf(`beside-${pod}`, 'main')?.state?.running).toBeDefined(), patience);

  await rm(folder);
  await rename(`${folder}.away`, folder);
  await vi.waitFor(() => expect(statusOf(pod, 'server')?.ready).toBe(true), patience);
  for (const name of [pod, `beside-${pod}`]) {
    await test.objects.delete(pods, { namespace: 'default', name }, { gracePeriodSeconds: 1 });
    await vi.waitFor(
      () => expect(test.objects.read(pods, { namespace: 'default', name })).toBeUndefined(),
      patience,
    );
  }
});
