import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pods, services } from '../in-process/kinds.ts';
import { type HeldPort, holdTcpPort } from '../testing/held-port.ts';
import { buildPod } from '../testing/pod-builder.ts';
import { buildScriptImage, startTestCluster, type TestCluster } from '../testing/running-cluster.ts';

let test: TestCluster;
let holder: HeldPort;
const patience = { timeout: 45_000, interval: 20 };

const server = `
import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('served by the pod'));
server.listen(Number(process.env.PORT), '0.0.0.0', () => console.log('listening on', server.address().port));
`;
const client = `
for (const name of ['served', 'proxied']) {
  const url = 'http://' + name + ':' + process.env.PORT;
  console.log(await (await fetch(url)).text());
}
`;

beforeEach(async () => {
  holder = await holdTcpPort();
  test = await startTestCluster();
  await buildScriptImage(test.images, 'example/server:1', server);
  await buildScriptImage(test.images, 'example/client:1', client);
}, 30_000);

afterEach(async () => {
  await test.remove();
  await holder[Symbol.asyncDispose]();
});

it('pods have a port that a program of the machine holds on all addresses, and again when it is gone', async () => {
  const { port } = holder;
  const env = [{ name: 'PORT', value: String(port) }];
  for (const [name, clusterIP] of [['served', 'None'], ['proxied']]) {
    await test.objects.create(services, {
      metadata: { name: name ?? '', namespace: 'default' },
      spec: { selector: { app: 'web' }, ports: [{ port }], ...(clusterIP && { clusterIP }) },
    });
  }
  const container = {
    image: 'example/server:1',
    env,
    ports: [{ containerPort: port }],
    readinessProbe: { httpGet: { port, path: '/' }, periodSeconds: 1 },
  };
  await test.objects.create(pods, buildPod('web', container));
  await untilPhase('web', 'Running');
  await vi.waitFor(() => expect(statusOf('web')?.containerStatuses?.[0]?.ready).toBe(true), patience);
  expect(statusOf('web')?.containerStatuses?.[0]?.restartCount).toBe(0);
  expect(await logOf('web')).toBe(`listening on ${port}\n`);

  const asking = buildPod('asking', { image: 'example/client:1', env }, { restartPolicy: 'Never' });
  await test.objects.create(pods, asking);
  await untilPhase('asking', 'Succeeded');
  expect(await logOf('asking')).toBe('served by the pod\nserved by the pod\n');

  const forwarded = await test.cluster.node.portForward({ namespace: 'default', pod: 'web' }, port);
  forwarded.end('GET / HTTP/1.0\r\n\r\n');
  expect(await text(forwarded)).toContain('served by the pod');

  await holder[Symbol.asyncDispose]();
  await test.restart();
  await vi.waitFor(async () => {
    const response = await fetch(`http://${statusOf('web')?.podIP}:${port}/`);
    expect(await response.text()).toBe('served by the pod');
  }, patience);
}, 60_000);

function statusOf(name: string) {
  return test.objects.read(pods, { namespace: 'default', name })?.status;
}

async function untilPhase(name: string, phase: string): Promise<void> {
  await vi.waitFor(() => expect(statusOf(name)?.phase).toBe(phase), patience);
}

async function logOf(pod: string): Promise<string> {
  const options = { follow: false, previous: false, timestamps: false };
  return text(await test.cluster.node.logs({ namespace: 'default', pod }, options));
}
