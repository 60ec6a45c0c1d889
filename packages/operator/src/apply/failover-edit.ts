import type { FailoverEdit } from '@cartridge-on-kubernetes/cartridge';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import type { SetFailover } from '@cartridge-on-kubernetes/planner';
import { readSecretValue } from './read-secret-value.ts';

/** The parameters with the passwords that the plan only refers to; the passwords are used in the call only. */
export async function failoverEdit(
  client: KubeClient,
  { about, params }: SetFailover,
): Promise<FailoverEdit> {
  const { stateboard, etcd2, ...edit }: SetFailover['params'] = params;
  const completed: FailoverEdit = edit;
  if (stateboard !== undefined) {
    const password = await readSecretValue(client, about.namespace, stateboard.password);
    completed.stateboard = { uri: stateboard.uri, password };
  }
  if (etcd2 !== undefined) {
    const { password: reference, ...settings } = etcd2;
    completed.etcd2 = settings;
    if (reference !== undefined) {
      completed.etcd2.password = await readSecretValue(client, about.namespace, reference);
    }
  }
  return completed;
}
