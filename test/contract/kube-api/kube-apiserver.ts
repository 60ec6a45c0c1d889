import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binaries } from '../../kubernetes/src/folders.ts';
import { pollUntil } from '../../kubernetes/src/poll-until.ts';

/**
 * A real kube-apiserver on its own etcd, on loopback, with the controllers this suite needs: those of
 * namespaces, garbage, service accounts and aggregated roles. No workloads run, so that what a test writes stays.
 */
export interface KubeApiServer {
  kubeconfig: string;
  close(): Promise<void>;
}

const fewControllers = [
  'namespace-controller',
  'garbage-collector-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
];

/** With the programs of another folder, and other controllers: `*` names all. */
export async function startKubeApiServer({
  programs = binaries,
  controllers = fewControllers,
}: {
  programs?: string;
  controllers?: string[];
} = {}): Promise<KubeApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kube-apiserver-'));
  const children: ChildProcess[] = [];
  const close = async () => {
    for (const child of children.splice(0).reverse()) await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  const start = (command: string[]) => children.push(startProgram(folder, command));
  try {
    const [clients, peers, port] = [await freePort(), await freePort(), await freePort()];
    const store = `http://127.0.0.1:${clients}`;
    start([
      'etcd',
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${store}`,
      `--advertise-client-urls=${store}`,
      `--listen-peer-urls=http://127.0.0.1:${peers}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peers}`,
      `--initial-cluster=default=http://127.0.0.1:${peers}`,
      '--unsafe-no-fsync',
    ]);
    const token = await writeSecrets(folder);
    start([join(programs, 'kube-apiserver'), ...apiServerFlags({ folder, port, store })]);
    const kubeconfig = join(folder, 'kubeconfig');
    await pollUntil('kube-apiserver has a certificate', 60_000, () =>
      writeKubeconfig({ folder, kubeconfig, port, token }),
    );
    await pollUntil('kube-apiserver is ready', 60_000, () => isReady(port));
    const flags = controllerManagerFlags({ folder, kubeconfig, controllers });
    start([join(programs, 'kube-controller-manager'), ...flags]);
    return { kubeconfig, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function writeSecrets(folder: string): Promise<string> {
  const token = randomBytes(24).toString('hex');
  await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'sec1', format: 'pem' });
  await writeFile(join(folder, 'service-account.key'), key, { mode: 0o600 });
  await writeFile(join(folder, 'service-account.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  return token;
}

function apiServerFlags({ folder, port, store }: { folder: string; port: number; store: string }): string[] {
  return [
    `--etcd-servers=${store}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    // It makes its own certificate in there, an authority for itself.
    `--cert-dir=${folder}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'service-account.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
    '--authorization-mode=Node,RBAC',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--allow-privileged=true',
  ];
}

function controllerManagerFlags({
  folder,
  kubeconfig,
  controllers,
}: {
  folder: string;
  kubeconfig: string;
  controllers: string[];
}): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${join(folder, 'service-account.key')}`,
    `--controllers=${controllers.join(',')}`,
    `--root-ca-file=${join(folder, 'apiserver.crt')}`,
    '--secure-port=0',
    '--leader-elect=false',
    '--use-service-account-credentials=false',
  ];
}

async function writeKubeconfig(input: {
  folder: string;
  kubeconfig: string;
  port: number;
  token: string;
}): Promise<true> {
  const certificate = await readFile(join(input.folder, 'apiserver.crt'));
  const name = 'kube-apiserver';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: {
          server: `https://127.0.0.1:${input.port}`,
          'certificate-authority-data': certificate.toString('base64'),
        },
      },
    ],
    users: [{ name: 'admin', user: { token: input.token } }],
    contexts: [{ name, context: { cluster: name, user: 'admin' } }],
    'current-context': name,
  };
  await writeFile(input.kubeconfig, stringify(config), { mode: 0o600 });
  return true;
}

async function isReady(port: number): Promise<true | undefined> {
  return await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/readyz', rejectUnauthorized: false }, response => {
      response.resume();
      resolve(response.statusCode === 200 ? true : undefined);
    })
      .on('error', reject)
      .end();
  });
}

function startProgram(folder: string, [program = '', ...args]: string[]): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(join(folder, `${program.split('/').at(-1)}.log`));
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  child.on('error', error => log.write(String(error)));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(deadline);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
