import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  imageStoreFolder,
  type LocalCluster,
  openImageStore,
  startLocalCluster,
} from '@cartridge-on-kubernetes/local-cluster';
import { findTools, pollUntil, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/** Sends a SelfSubjectReview with the token of its pod every 100 ms and prints the status code of each answer. */
const script = `
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
const folder = '/var/run/secrets/kubernetes.io/serviceaccount';
const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
setInterval(() => {
  const authorization = 'Bearer ' + readFileSync(folder + '/token', 'utf8');
  const headers = { authorization, 'content-type': 'application/json' };
  const ca = readFileSync(folder + '/ca.crt');
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  request({ host, port, path, method: 'POST', headers, ca }, response => {
    console.log(response.resume().statusCode);
  }).on('error', error => console.log(error.code)).end('{}');
}, 100);
`;

let folder: string;
let cluster: LocalCluster;
let kubectl: (...args: string[]) => Promise<string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-set-'));
  // Only Date is set: timers and the monotonic clock go on, as they do where a machine slept or its clock was set.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  await openImageStore(imageStoreFolder(folder)).buildImage({
    config: { Cmd: ['node', '/srv/main.mjs'] },
    layers: [{ kind: 'files', files: [{ path: '/srv/main.mjs', content: script }] }],
    tags: ['example/asker:1'],
  });
  const shimFile = join(repository, 'dist/local-cluster/pod-shim.cjs');
  cluster = await startLocalCluster({ stateFolder: folder, shimFile });
  const { kubectl: program } = await findTools();
  const env = { KUBECONFIG: cluster.kubeconfig, HOME: folder };
  kubectl = async (...args) => (await execa(program, args, { env, stdin: 'ignore' })).stdout;
  await kubectl('run', 'asker', '--image=example/asker:1', '--image-pull-policy=Never');
  await untilAnswered();
});

afterAll(async () => {
  vi.useRealTimers();
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

const day = 24 * 3600_000;
test.each([
  ['forward by a month, as after a machine has slept', 31 * day],
  ['forward by more than a year', 400 * day],
  ['back by a day', -day],
])('where the clock is set %s, kubectl and the pod reach the API as before', async (_, milliseconds) => {
  const before = await podStatus();
  vi.setSystemTime(Date.now() + milliseconds);
  await untilAnswered();
  const after = await podStatus();
  expect(after).toEqual(before);
  expect(
    JSON.parse(await kubectl('get', 'nodes', '--output', 'json')).items[0].status.conditions,
  ).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
});

/** Waits until the API accepts the token of the pod: its last three answers are 201, not 401. */
async function untilAnswered(): Promise<void> {
  const lines = async () => (await kubectl('logs', 'asker')).split('\n').length;
  const from = await pollUntil({ until: 'the pod runs' }, lines);
  await pollUntil({ until: 'the API knows the pod' }, async () => {
    const answers = (await kubectl('logs', 'asker')).split('\n').slice(from);
    expect(answers.slice(-3)).toEqual(['201', '201', '201']);
  });
}

async function podStatus() {
  const { metadata, status } = JSON.parse(await kubectl('get', 'pod', 'asker', '--output', 'json'));
  return { uid: metadata.uid, containers: status.containerStatuses, conditions: status.conditions };
}
