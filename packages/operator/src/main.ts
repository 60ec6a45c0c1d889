import { homedir, hostname } from 'node:os';
import { type Connection, isInCluster, loadInCluster, loadKubeconfig } from '@cartridge-on-kubernetes/kube';
import { describeError, traceError } from '@cartridge-on-kubernetes/observe';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { onUnhandledErrors, unhandledErrorExitCode } from '@cartridge-on-kubernetes/process';
import pino from 'pino';
import { readConfig } from './config.ts';
import { createLogger } from './logger.ts';
import { runOperator } from './run-operator.ts';
import { preferSmallMemory } from './small-memory.ts';

/** A pass may have to finish a slow change in Cartridge; the kubelet kills the process after 30 s. */
const stopDeadlineSeconds = 25;

preferSmallMemory();
await main();

async function main(): Promise<void> {
  let log = createLogger('info', pino.destination({ fd: 1, sync: true }));
  onUnhandledErrors(({ kind, error }) => {
    const exitCode = unhandledErrorExitCode;
    log.fatal({ kind, error: describeError(error), stack: traceError(error), exitCode }, 'Unhandled error');
    return 'end';
  });
  try {
    const config = readConfig(process.env, hostname());
    log = createLogger(config.logLevel, pino.destination({ fd: 1, sync: true }));
    const connection = await connect();
    log.info({ namespace: config.namespace, podName: config.podName, server: connection.server }, 'Started');
    const operator = await runOperator({ config, platform: nodePlatform, connection, log });
    operator.lost.addEventListener('abort', () => {
      log.error('Lost the Lease');
      process.exit(1);
    });
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.once(name, () => {
        log.info({ signal: name }, 'Stopping');
        nodePlatform.clock.after(stopDeadlineSeconds * 1000, () => process.exit(1));
        operator.stop().then(
          () => process.exit(0),
          error => {
            log.error({ error: describeError(error) }, 'Could not stop in good order');
            process.exit(1);
          },
        );
      });
    }
  } catch (error) {
    log.error({ error: describeError(error) }, 'Could not start');
    process.exit(1);
  }
}

function connect(): Promise<Connection> {
  const { clock } = nodePlatform;
  if (isInCluster(process.env)) return loadInCluster({ environment: process.env, clock });
  return loadKubeconfig({ environment: process.env, homeFolder: homedir(), clock });
}
