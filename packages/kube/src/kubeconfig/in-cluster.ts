import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { Connection } from '../connection.ts';
import { KubeconfigError } from '../errors.ts';
import { fileToken } from './token-file.ts';

export interface InClusterOptions {
  environment: Readonly<Record<string, string | undefined>>;
  /** where the service account is mounted */
  folder?: string;
  clock: Clock;
}

const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/** True where the kubelet has set the address of the API server in the environment of this process. */
export function isInCluster(environment: InClusterOptions['environment']): boolean {
  return Boolean(environment.KUBERNETES_SERVICE_HOST && environment.KUBERNETES_SERVICE_PORT);
}

/** The connection of a pod's service account; its token is read again as it is rotated. */
export async function loadInCluster(options: InClusterOptions): Promise<Connection> {
  const { environment, folder = serviceAccountFolder, clock } = options;
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  if (!host || !port) {
    throw new KubeconfigError(
      'Not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set. Use a kubeconfig.',
    );
  }
  const [ca, namespace] = await Promise.all([
    readMounted(join(folder, 'ca.crt')),
    readMounted(join(folder, 'namespace')),
  ]);
  const credentials = fileToken({ path: join(folder, 'token'), clock });
  await credentials.current();
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    tls: { ca, serverName: undefined, insecure: false },
    credentials,
    namespace: namespace.trim(),
  };
}

async function readMounted(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new KubeconfigError(
      `Cannot read ${path}; is automountServiceAccountToken off? (${(cause as Error).message})`,
      { cause },
    );
  }
}
