import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import { type Connection, type CredentialSource, fixedCredentials } from '../connection.ts';
import { KubeconfigError } from '../errors.ts';
import { execCredentials } from './exec-credentials.ts';
import type { KubeconfigCluster, KubeconfigUser, Located, MergedKubeconfig } from './kubeconfig.ts';
import { type KubeconfigPlace, readKubeconfig } from './read-kubeconfig.ts';
import { fileToken } from './token-file.ts';

export interface LoadOptions extends KubeconfigPlace {
  /** instead of the current context */
  context?: string | undefined;
  clock: Clock;
}

/** The connection of a kubeconfig's context. Throws KubeconfigError naming the entry that is missing or wrong. */
export async function loadKubeconfig(options: LoadOptions): Promise<Connection> {
  const config = await readKubeconfig(options);
  const contextName = options.context ?? config.currentContext;
  if (contextName === undefined) {
    throw new KubeconfigError(`No current-context in ${config.files.join(', ')}; choose a context`);
  }
  const context = find({ entries: config.contexts, kind: 'context', name: contextName, config });
  const named = `context "${contextName}" of ${context.file}`;
  const cluster = find({
    entries: config.clusters,
    kind: 'cluster',
    name: required(context.value.cluster, `${named} names no cluster`),
    config,
  });
  const user =
    context.value.user === undefined || context.value.user === ''
      ? undefined
      : find({ entries: config.users, kind: 'user', name: context.value.user, config });
  const connection = await clusterConnection(cluster);
  return {
    ...connection,
    namespace: context.value.namespace || 'default',
    credentials:
      user === undefined
        ? fixedCredentials({ authorization: undefined, certificate: undefined, key: undefined })
        : await userCredentials({ user, cluster, options }),
  };
}

function find<T>(search: {
  entries: Map<string, Located<T>>;
  kind: string;
  name: string;
  config: MergedKubeconfig;
}): Located<T> {
  const found = search.entries.get(search.name);
  if (found !== undefined) return found;
  const known = [...search.entries.keys()].join(', ') || 'none';
  throw new KubeconfigError(
    `No ${search.kind} "${search.name}" in ${search.config.files.join(', ')} (there: ${known})`,
  );
}

async function clusterConnection(
  cluster: Located<KubeconfigCluster>,
): Promise<Pick<Connection, 'server' | 'tls'>> {
  const { value, file } = cluster;
  const server = required(value.server, `A cluster of ${file} has no server`);
  if (!/^https?:\/\//.test(server)) {
    throw new KubeconfigError(`The server "${server}" in ${file} must start with https:// or http://`);
  }
  if (value['proxy-url']) {
    throw new KubeconfigError(
      `proxy-url of ${server} in ${file} is not supported; reach the server directly`,
    );
  }
  return {
    server,
    tls: {
      ca: await inlineOrFile({
        data: value['certificate-authority-data'],
        path: value['certificate-authority'],
        field: 'certificate-authority',
        entry: cluster,
      }),
      serverName: value['tls-server-name'] || undefined,
      insecure: value['insecure-skip-tls-verify'] === true,
    },
  };
}

async function userCredentials(given: {
  user: Located<KubeconfigUser>;
  cluster: Located<KubeconfigCluster>;
  options: LoadOptions;
}): Promise<CredentialSource> {
  const { user, cluster, options } = given;
  const { value } = user;
  const { clock } = options;
  if (value.exec !== undefined) {
    return execCredentials({
      exec: value.exec,
      folder: user.folder,
      environment: options.environment,
      cluster: cluster.value,
      clock,
    });
  }
  if (value['auth-provider'] !== undefined) {
    throw new KubeconfigError(
      `A user of ${user.file} uses auth-provider "${value['auth-provider'].name}", which Kubernetes removed in 1.26; use an exec plugin`,
    );
  }
  const [certificate, key] = await Promise.all([
    inlineOrFile({
      data: value['client-certificate-data'],
      path: value['client-certificate'],
      field: 'client-certificate',
      entry: user,
    }),
    inlineOrFile({
      data: value['client-key-data'],
      path: value['client-key'],
      field: 'client-key',
      entry: user,
    }),
  ]);
  if (value.tokenFile) {
    return fileToken({ path: resolve(user.folder, value.tokenFile), clock, certificate, key });
  }
  return fixedCredentials({ authorization: authorizationOf(value), certificate, key });
}

function authorizationOf(user: KubeconfigUser): string | undefined {
  if (user.token) return `Bearer ${user.token}`;
  if (user.username === undefined) return undefined;
  return `Basic ${Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')}`;
}

/** Data wins over a path, as with kubectl. */
async function inlineOrFile<T>(source: {
  data: string | undefined;
  path: string | undefined;
  field: string;
  entry: Located<T>;
}): Promise<string | undefined> {
  if (source.data) return Buffer.from(source.data, 'base64').toString('utf8');
  if (!source.path) return undefined;
  const path = resolve(source.entry.folder, source.path);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new KubeconfigError(
      `Cannot read ${source.field} ${path} named in ${source.entry.file}: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function required(value: string | undefined, message: string): string {
  if (value === undefined || value === '') throw new KubeconfigError(message);
  return value;
}
