import type { OperatorOptions } from './assemble.ts';
import { serveHealth } from './health.ts';
import { servePages } from './http-server.ts';
import { type RunningOperator, startOperator } from './operator.ts';

export interface Operator extends Pick<RunningOperator, 'lost' | 'stop'> {
  ports: { metrics: number; health: number };
}

/** Starts an operator and serves its health and its metrics. */
export async function runOperator(options: OperatorOptions): Promise<Operator> {
  const { healthPort, metricsPort } = options.config;
  const operator = startOperator(options);
  const health = await serveHealth(healthPort, operator.notReadyBecause);
  const metrics = await servePages(metricsPort, {
    '/metrics': async () => ({ status: 200, ...(await operator.metrics.expose()) }),
  });
  return {
    ports: { metrics: metrics.port, health: health.port },
    lost: operator.lost,
    async stop() {
      await operator.stop();
      await Promise.all([health.close(), metrics.close()]);
    },
  };
}
