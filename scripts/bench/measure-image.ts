import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { extractBundledTool } from '@cartridge/cli';
import { execa } from 'execa';
import { parse } from 'yaml';
import { formatMegabytes, formatSeconds, type Measurement, median } from './measurement.ts';
import { residentBytes } from './process-memory.ts';

const runs = 5;
const restMilliseconds = 10_000;
const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
const command = 'packages/cli/bin/cartridge.js';

/** What the operator's image weighs, and how soon a container of it serves; started by podman as Kubernetes would. */
export async function measureImage(image: string, base: string): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'image-bench-'));
  const cartridge = (...args: string[]) =>
    execa(process.execPath, [command, ...args], { env: { CARTRIDGE_LOCAL_HOME: folder } });
  try {
    await cartridge('local', 'up', '--bare', '--detach');
    const api = await readApi(folder);
    const starts: Start[] = [];
    for (let run = 0; run < runs; run++)
      starts.push(await startOnce({ image, api, folder, rest: run === 0 }));
    return [await measureSize(image, base), ...describeStarts(starts)];
  } finally {
    await cartridge('local', 'down', '--purge');
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSize(image: string, base: string): Promise<Measurement> {
  const size = async (name: string) =>
    Number((await execa('podman', ['image', 'inspect', '--format', '{{.Size}}', name])).stdout);
  const total = await size(image);
  return {
    what: 'operator image',
    value: formatMegabytes(total),
    goal: 'its base and little more',
    how: `unpacked; ${formatMegabytes(total - (await size(base)))} of it is not ${base}`,
  };
}

interface Api {
  host: string;
  port: string;
}

/** A service account as a pod sees it, and the definitions the operator asks for. */
async function readApi(folder: string): Promise<Api> {
  const kubeconfig = join(folder, 'kubeconfig');
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8'));
  const account = join(folder, 'account');
  await mkdir(account);
  const { cluster } = clusters[0];
  const authority = Buffer.from(cluster['certificate-authority-data'], 'base64');
  await writeFile(join(account, 'ca.crt'), authority);
  await writeFile(join(account, 'token'), users[0].user.token);
  await writeFile(join(account, 'namespace'), 'default');
  const kubectl = await extractBundledTool('kubectl');
  const definitions = 'charts/tarantool-operator/crds';
  await execa(kubectl, ['--kubeconfig', kubeconfig, 'apply', '--server-side', '-f', definitions]);
  const { hostname, port } = new URL(cluster.server);
  return { host: hostname, port };
}

interface Start {
  readyMilliseconds: number;
  restBytes: number | undefined;
}

async function startOnce(options: {
  image: string;
  api: Api;
  folder: string;
  /** Whether it is left alone for a while and then weighed. */
  rest: boolean;
}): Promise<Start> {
  const { image, api, folder, rest } = options;
  const port = await findFreePort();
  const environment = {
    KUBERNETES_SERVICE_HOST: api.host,
    KUBERNETES_SERVICE_PORT: api.port,
    WATCH_NAMESPACE: 'default',
    POD_NAMESPACE: 'default',
    POD_NAME: `bench-${port}`,
    HEALTH_PORT: String(port),
    METRICS_PORT: '0',
  };
  const { stdout: id } = await execa('podman', [
    'run',
    '--detach',
    '--network=host',
    // As the chart has it: no right, no place to write.
    '--read-only',
    '--read-only-tmpfs=false',
    '--cap-drop=all',
    '--security-opt=no-new-privileges',
    // Those of podman's own choice are more than it may give where it runs in a container itself.
    '--ulimit=nofile=1024:1024',
    '--ulimit=nproc=1024:1024',
    `--volume=${join(folder, 'account')}:${accountFolder}:ro`,
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
    image,
  ]);
  try {
    await untilReady(port);
    const ready = Date.now();
    const format = '{{.State.StartedAt.UnixMilli}} {{.State.Pid}}';
    const { stdout } = await execa('podman', ['inspect', '--format', format, id]);
    const [started, pid] = stdout.split(' ').map(Number);
    if (rest) await sleep(restMilliseconds);
    return {
      readyMilliseconds: ready - Number(started),
      restBytes: rest ? residentBytes(Number(pid)) : undefined,
    };
  } finally {
    await execa('podman', ['rm', '--force', '--time=5', id]);
  }
}

function describeStarts(starts: Start[]): Measurement[] {
  const rest = starts.find(start => start.restBytes !== undefined)?.restBytes;
  return [
    {
      what: 'operator container: started → /readyz',
      value: formatSeconds(median(starts.map(start => start.readyMilliseconds))),
      goal: '< 2 s',
      how: `median of ${runs} starts by podman, read-only, as the image's user`,
    },
    {
      what: 'operator container: memory at rest',
      value: rest === undefined ? '-' : formatMegabytes(rest),
      goal: '< 80 MB; Go operator 0.0.10: 40 MB',
      how: `resident, ${restMilliseconds / 1000} s after it was ready, with no Cluster to look after`,
    },
  ];
}

async function untilReady(port: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(5);
  }
  throw new Error('The operator is not ready within 60 s');
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
