import { type KubeClient, LeaderElection, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { describeError, resources } from '@cartridge-on-kubernetes/observe';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { OperatorConfig } from './config.ts';
import type { Logger } from './logger.ts';

export interface ElectionOptions {
  client: KubeClient;
  clock: Clock;
  /** of the Lease */
  name: string;
  config: OperatorConfig;
  log: Logger;
}

export function createElection({ client, clock, name, config, log }: ElectionOptions): LeaderElection {
  return new LeaderElection({
    client,
    clock,
    namespace: config.podNamespace,
    name,
    identity: config.podName,
    durationSeconds: 60,
    renewSeconds: 20,
    retrySeconds: 2,
    isHolderGone: holder => isPodGone(client, config.podNamespace, holder),
    onProblem: error => log.warn({ error: describeError(error) }, 'Could not take or renew the Lease'),
  });
}

async function isPodGone(client: KubeClient, namespace: string, name: string): Promise<boolean> {
  try {
    await client.get(resources.pods, { namespace, name }, { deadlineSeconds: 5 });
    return false;
  } catch (error) {
    return error instanceof NotFoundError;
  }
}
