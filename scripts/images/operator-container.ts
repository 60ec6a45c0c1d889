import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { extractBundledTool } from '@cartridge-on-kubernetes/cli';
import { execa } from 'execa';
import { parse } from 'yaml';

const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
const command = 'packages/cli/bin/cartridge.js';

/** Those of podman's own choice are more than it may give where it runs in a container itself. */
export const processLimits = ['--ulimit=nofile=1024:1024', '--ulimit=nproc=1024:1024'];

/** A Kubernetes API with the definitions that the operator asks for, and what a pod is given to reach it. */
export interface BareApi extends AsyncDisposable {
  host: string;
  port: string;
  /** of a service account */
  account: string;
}

/** The local cluster with nothing installed, in a folder that is there. */
export async function startBareApi(folder: string): Promise<BareApi> {
  const cartridge = (...args: string[]) =>
    execa(process.execPath, [command, ...args], { env: { CARTRIDGE_LOCAL_HOME: folder } });
  const stop = async () => {
    await cartridge('local', 'down', '--purge');
  };
  try {
    await cartridge('local', 'up', '--bare', '--detach');
    const kubeconfig = join(folder, 'kubeconfig');
    const { clusters, users } = parse(await readFile(kubeconfig, 'utf8'));
    const { cluster } = clusters[0];
    const account = join(folder, 'account');
    await mkdir(account);
    await writeFile(join(account, 'ca.crt'), Buffer.from(cluster['certificate-authority-data'], 'base64'));
    await writeFile(join(account, 'token'), users[0].user.token);
    await writeFile(join(account, 'namespace'), 'default');
    const kubectl = await extractBundledTool('kubectl');
    const definitions = 'charts/tarantool-operator/crds';
    await execa(kubectl, ['--kubeconfig', kubeconfig, 'apply', '--server-side', '-f', definitions]);
    const { hostname, port } = new URL(cluster.server);
    return { host: hostname, port, account, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A running container of the operator's image. */
export interface OperatorContainer extends AsyncDisposable {
  /** of the operator's process on this machine */
  pid: number;
  startedAt: number;
  /** Where /healthz and /readyz are served */
  health: string;
}

/** Starts the operator's image by podman as the chart does: no right, no place to write, as the image's user. */
export async function startOperatorContainer(image: string, api: BareApi): Promise<OperatorContainer> {
  const port = await findFreePort();
  const environment = {
    KUBERNETES_SERVICE_HOST: api.host,
    KUBERNETES_SERVICE_PORT: api.port,
    WATCH_NAMESPACE: 'default',
    POD_NAMESPACE: 'default',
    POD_NAME: `operator-${port}`,
    HEALTH_PORT: String(port),
    METRICS_PORT: '0',
  };
  const { stdout: id } = await execa('podman', [
    'run',
    '--detach',
    '--network=host',
    '--read-only',
    '--read-only-tmpfs=false',
    '--cap-drop=all',
    '--security-opt=no-new-privileges',
    ...processLimits,
    `--volume=${api.account}:${accountFolder}:ro`,
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
    image,
  ]);
  const remove = async () => {
    await execa('podman', ['rm', '--force', '--time=5', id]);
  };
  try {
    const format = '{{.State.StartedAt.UnixMilli}} {{.State.Pid}}';
    const { stdout } = await execa('podman', ['inspect', '--format', format, id]);
    const [startedAt = Number.NaN, pid = Number.NaN] = stdout.split(' ').map(Number);
    return { pid, startedAt, health: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Errors: it is not ready within a minute. */
export async function untilOperatorReady({ health }: OperatorContainer): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const answer = await fetch(`${health}/readyz`).catch(() => undefined);
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
