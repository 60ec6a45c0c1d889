import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { callApi, server, tokenFile } from './api.ts';
import { certificate, privateKey, serviceAccountPublicKey } from './certificates.ts';
import { binaries, kubeconfig, state } from './folders.ts';
import { startInside } from './holder.ts';
import { nodeAddress } from './network.ts';
import { pollUntil } from './poll-until.ts';

/** Every request of the whole run, with bodies of writes by operators alone: what the least-privilege test reads. */
export const auditLog = join(state, 'audit.log');

export async function startControlPlane(): Promise<void> {
  await writeCredentials();
  startInside('etcd', [
    'etcd',
    `--data-dir=${join(state, 'etcd')}`,
    '--listen-client-urls=http://127.0.0.1:2379',
    '--advertise-client-urls=http://127.0.0.1:2379',
    '--listen-peer-urls=http://127.0.0.1:2380',
    // A throw-away cluster: speed over durability.
    '--unsafe-no-fsync',
  ]);
  await startApiServer();
  await pollUntil('the API server is ready', 60_000, () => callApi('GET', '/readyz'));
  startInside('kube-controller-manager', [
    join(binaries, 'kube-controller-manager'),
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${privateKey('service-account')}`,
    `--root-ca-file=${certificate('ca')}`,
    '--use-service-account-credentials=false',
    '--allocate-node-cidrs=true',
    '--cluster-cidr=10.244.0.0/16',
    '--leader-elect=false',
  ]);
  startInside('kube-scheduler', [
    join(binaries, 'kube-scheduler'),
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
  ]);
}

async function startApiServer(): Promise<void> {
  const policy = join(state, 'audit-policy.yaml');
  await writeFile(
    policy,
    stringify({
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      omitStages: ['RequestReceived'],
      rules: [
        // What came out of an operator's write tells whether it changed anything.
        {
          level: 'RequestResponse',
          userGroups: ['system:serviceaccounts'],
          verbs: ['create', 'update', 'patch'],
          omitManagedFields: true,
        },
        { level: 'Metadata' },
      ],
    }),
  );
  startInside('kube-apiserver', [
    join(binaries, 'kube-apiserver'),
    '--etcd-servers=http://127.0.0.1:2379',
    '--service-cluster-ip-range=10.96.0.0/16',
    `--tls-cert-file=${certificate('kube-apiserver')}`,
    `--tls-private-key-file=${privateKey('kube-apiserver')}`,
    `--client-ca-file=${certificate('ca')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${privateKey('service-account')}`,
    '--authorization-mode=Node,RBAC',
    `--token-auth-file=${join(state, 'tokens.csv')}`,
    '--allow-privileged=true',
    `--advertise-address=${nodeAddress()}`,
    `--kubelet-client-certificate=${certificate('kubelet-client')}`,
    `--kubelet-client-key=${privateKey('kubelet-client')}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--audit-policy-file=${policy}`,
    `--audit-log-path=${auditLog}`,
  ]);
}

async function writeCredentials(): Promise<void> {
  const token = randomBytes(24).toString('hex');
  await writeFile(tokenFile, token, { mode: 0o600 });
  await writeFile(join(state, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const name = 'real-cluster';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: server(), 'certificate-authority': certificate('ca') } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name, context: { cluster: name, user: 'admin' } }],
    'current-context': name,
  };
  await writeFile(kubeconfig, stringify(config), { mode: 0o600 });
}
