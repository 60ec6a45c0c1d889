import { describeError, traceError } from '@cartridge-on-kubernetes/observe';
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
  const onFailure = (error: Error, path: string): void =>
    options.log.error(
      { path, error: describeError(error), stack: traceError(error) },
      'Could not serve a page',
    );
  const { notReadyBecause } = operator;
  const health = await serveHealth({ port: healthPort, notReadyBecause, onFailure });
  const metrics = await servePages({
    port: metricsPort,
    pages: { '/metrics': async () => ({ status: 200, ...(await operator.metrics.expose()) }) },
    onFailure,
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
