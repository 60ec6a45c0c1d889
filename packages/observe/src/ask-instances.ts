import type { Pod } from '@cartridge-on-kubernetes/api';
import type { InstanceAnswer } from '@cartridge-on-kubernetes/planner';
import type { AdminClients } from './admin-clients.ts';
import { describeError } from './describe-error.ts';

/** An instance answers this from its own memory in milliseconds; one that needs longer is as good as away. */
const selfDeadlineSeconds = 1;

/** Asks every running pod about itself, all at once. Pods without an address are left out. */
export async function askInstances(
  clients: AdminClients,
  pods: readonly Pod[],
  signal: AbortSignal,
): Promise<InstanceAnswer[]> {
  const answers = pods.map(async (pod): Promise<InstanceAnswer | null> => {
    const client = clients.of(pod);
    if (client === null) return null;
    const name = pod.metadata.name;
    try {
      return {
        kind: 'answered',
        pod: name,
        self: await client.observeSelf({ deadlineSeconds: selfDeadlineSeconds, signal }),
      };
    } catch (error) {
      return { kind: 'unreachable', pod: name, message: describeError(error) };
    }
  });
  return (await Promise.all(answers)).filter(answer => answer !== null);
}
