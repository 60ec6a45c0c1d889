import type { Pod } from 'kubernetes-types/core/v1';
import type { RegistryCredentials } from '../images/registry-session.ts';
import { secrets, serviceAccounts } from '../in-process/kinds.ts';
import type { Stored, TypedObjects } from '../in-process/typed-objects.ts';

/** What the pod's and its ServiceAccount's imagePullSecrets say about registries. Unreadable ones are left out. */
export function readPullCredentials(objects: TypedObjects, pod: Stored<Pod>): RegistryCredentials[] {
  const { namespace } = pod.metadata;
  const account = objects.read(serviceAccounts, {
    namespace,
    name: pod.spec?.serviceAccountName ?? 'default',
  });
  const references = [...(pod.spec?.imagePullSecrets ?? []), ...(account?.imagePullSecrets ?? [])];
  return references.flatMap(reference => {
    const data = objects.read(secrets, { namespace, name: reference.name ?? '' })?.data?.[
      '.dockerconfigjson'
    ];
    return data ? readDockerConfig(Buffer.from(data, 'base64').toString('utf8')) : [];
  });
}

interface DockerConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string }>;
}

function readDockerConfig(text: string): RegistryCredentials[] {
  let config: DockerConfig;
  try {
    config = JSON.parse(text) as DockerConfig;
  } catch {
    return [];
  }
  return Object.entries(config.auths ?? {}).map(([key, entry]) => {
    const registry = key
      .replace(/^https?:\/\//, '')
      .replace(/\/.*$/, '')
      .replace(/^(index|registry-1)\.docker\.io$/, 'docker.io');
    const [username = '', ...password] = Buffer.from(entry.auth ?? '', 'base64')
      .toString('utf8')
      .split(':');
    return { registry, username: entry.username ?? username, password: entry.password ?? password.join(':') };
  });
}
