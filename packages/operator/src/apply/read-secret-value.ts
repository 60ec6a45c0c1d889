import type { SecretKeyReference } from '@cartridge-on-kubernetes/api';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { resources } from '@cartridge-on-kubernetes/observe';

export async function readSecretValue(
  client: KubeClient,
  namespace: string,
  { name, key }: SecretKeyReference,
): Promise<string> {
  const { data = {} } = await client.get(resources.secrets, { namespace, name }, { deadlineSeconds: 10 });
  const encoded = data[key];
  if (encoded === undefined) throw new Error(`Secret ${namespace}/${name} has no key "${key}"`);
  return Buffer.from(encoded, 'base64').toString('utf8');
}
