import { cachesToFill, startCaches, stopCaches } from '@cartridge-on-kubernetes/observe';
import { assemble, type OperatorOptions, type Parts } from './assemble.ts';
import type { OperatorMetrics } from './metrics.ts';

/** An operator at work, without the pages that it serves. */
export interface RunningOperator {
  metrics: OperatorMetrics;
  /** Aborts when the Lease is lost: the process must end, as another operator may have taken over. */
  lost: AbortSignal;
  /**
   * Why the operator is not ready, or null. A stand-by operator is ready too: its caches are filled and it only waits
   * for the Lease.
   */
  notReadyBecause(): string | null;
  /** Finishes the running passes and hands the Lease back. */
  stop(): Promise<void>;
}

/** Starts everything and returns at once; the work begins when the caches are full and the Lease is held. */
export function startOperator(options: OperatorOptions): RunningOperator {
  const parts = assemble(options);
  const { adminClients, caches, client, controllers, definitions, election, metrics, recorder } = parts;
  metrics.watchQueues(controllers.map(({ queue }) => queue));
  metrics.watchCaches(caches);
  const started = startWork(parts);
  return {
    metrics,
    lost: election.lost,
    notReadyBecause: () => {
      const missing = cachesToFill(caches);
      return missing.length === 0 ? null : `Waiting for the first list of ${missing.join(', ')}`;
    },
    async stop() {
      await Promise.all(controllers.map(({ queue }) => queue.stop()));
      await election.release();
      await stopCaches(caches);
      await definitions.stop();
      await recorder.flush();
      await started;
      await Promise.all([client.close(), adminClients.close()]);
    },
  };
}

/** Changes that the caches see before the Lease is held wait in the queues, also every object of the first list. */
async function startWork({ caches, controllers, definitions, election, metrics, log }: Parts): Promise<void> {
  const filled = startCaches(caches);
  if (!(await election.acquire())) return;
  metrics.setLeader(true);
  log.info('Became the leader');
  await filled;
  if (cachesToFill(caches).length > 0) return;
  for (const { queue } of controllers) queue.start();
  log.info({ clusters: caches.clusters.size }, 'Started to work');
  await definitions.start();
}
