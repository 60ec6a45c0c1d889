import { API_VERSION, CLUSTER_KIND, type EventReason } from '@cartridge-on-kubernetes/api';
import type { EventRecorder } from '@cartridge-on-kubernetes/kube';
import type { Caches } from '@cartridge-on-kubernetes/observe';
import type { Logger } from '../logger.ts';
import type { OutdatedDefinition } from './outdated-definitions.ts';

interface Reporter {
  caches: Caches;
  recorder: EventRecorder;
  log: Logger;
}

const reason: EventReason = 'DefinitionOutdated';
const cure = 'helm show crds tarantool/tarantool-operator | kubectl replace -f -';

/** Reports outdated definitions in the log and by an Event at each Cluster. */
export function reportDefinitions(reporter: Reporter, outdated: readonly OutdatedDefinition[]): void {
  if (outdated.length === 0) reporter.log.info('The resource definitions are no longer outdated');
  for (const definition of outdated) report(reporter, definition);
}

function report({ caches, recorder, log }: Reporter, { kind, missing }: OutdatedDefinition): void {
  log.warn({ kind, missing, cure }, 'A resource definition is older than this operator');
  for (const { metadata } of caches.clusters.list()) {
    const { namespace = '', name, uid = '' } = metadata;
    recorder.record({
      about: { apiVersion: API_VERSION, kind: CLUSTER_KIND, namespace, name, uid },
      type: 'Warning',
      reason,
      message: `The definition of ${kind} is older than the operator, so the API server drops ${missing.join(', ')}. Update the definition: ${cure}`,
    });
  }
}
