import { API_VERSION, CLUSTER_KIND, type EventReason } from '@cartridge/api';
import type { EventRecorder, KubeClient } from '@cartridge/kube';
import type { Caches } from '../caches/caches.ts';
import { describeError, type Logger } from '../logger.ts';
import { type OutdatedDefinition, outdatedDefinitions } from './outdated-definitions.ts';

interface Reporter {
  client: KubeClient;
  caches: Caches;
  recorder: EventRecorder;
  log: Logger;
}

const reason: EventReason = 'DefinitionOutdated';
const cure = 'helm show crds tarantool/tarantool-operator | kubectl replace -f -';

/** Tells of outdated definitions in the log, and by an Event at each Cluster. Never fails: the operator works with them. */
export async function reportDefinitions(reporter: Reporter): Promise<void> {
  const { client, log } = reporter;
  try {
    for (const definition of await outdatedDefinitions(client)) report(reporter, definition);
  } catch (error) {
    log.debug({ error: describeError(error) }, 'Could not look at the resource definitions');
  }
}

function report({ caches, recorder, log }: Reporter, { kind, missing }: OutdatedDefinition): void {
  log.warn({ kind, missing, cure }, 'A resource definition is older than this operator');
  for (const { metadata } of caches.clusters.list()) {
    const { namespace = '', name, uid = '' } = metadata;
    recorder.record({
      about: { apiVersion: API_VERSION, kind: CLUSTER_KIND, namespace, name, uid },
      type: 'Warning',
      reason,
      message: `The definition of ${kind} is older than the operator: ${missing.join(', ')} would be dropped. Update it: ${cure}`,
    });
  }
}
