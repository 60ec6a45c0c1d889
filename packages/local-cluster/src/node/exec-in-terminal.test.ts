import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pods } from '../in-process/kinds.ts';
import { buildPod } from '../testing/pod-builder.ts';
import { buildScriptImage, startTestCluster, type TestCluster } from '../testing/running-cluster.ts';

const name = 'inside';
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
  await buildScriptImage(cluster.images, 'example/app:1', 'setInterval(() => {}, 1000);');
  const volumes = [{ name: 'data', emptyDir: {} }];
  const volumeMounts = [{ name: 'data', mountPath: '/var/lib/app' }];
  await cluster.objects.create(pods, buildPod(name, { volumeMounts }, { volumes }));
  await vi.waitFor(
    () => {
      const status = cluster.objects.read(pods, { namespace: 'default', name })?.status;
      expect(status?.containerStatuses?.[0]?.ready).toBe(true);
    },
    { timeout: 45_000, interval: 20 },
  );
}, 30_000);
afterAll(() => cluster.remove());

async function exec(tty: boolean, ...command: string[]): Promise<string> {
  const stdout = new PassThrough();
  await cluster.cluster.node.exec({ namespace: 'default', pod: name }, { command, stdout, tty });
  stdout.end();
  return text(stdout);
}

test('with a terminal, Node sees the pod as it does without', async () => {
  const write = "fs.writeFileSync('/var/lib/app/kept', 'kept'); console.log(os.hostname())";
  expect((await exec(true, 'node', '-e', write)).trim()).toBe(name);
});

test('with a terminal, paths of the pod mean those of the pod, and a shell is told what it sees', async () => {
  const said = await exec(true, 'cat', '/var/lib/app/kept');
  expect(said).toMatch(/^The local cluster gives no files of their own to programs other than Node/);
  expect(said).toMatch(/\/var\/lib\/app of the pod is \/.*\r\n/);
  expect(said).toMatch(/\nkept$/);
});

test('without a terminal, output is the command’s alone', async () => {
  expect(await exec(false, 'cat', '/var/lib/app/kept')).toBe('kept');
});
