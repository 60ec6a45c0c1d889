import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onUnhandledErrors } from '@cartridge-on-kubernetes/process';
import { startLocalCluster } from './local-cluster.ts';
import { quantityOf } from './objects/quantity-of.ts';
import { createLog } from './runtime/log.ts';

const usage = `Usage: main.mjs --state-folder FOLDER [--port PORT] [--runtime NAME=COMMAND [ARGUMENT…]]… [--command TEXT] [--cpus N] [--memory SIZE] [--debug]
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'state-folder': { type: 'string' },
      port: { type: 'string' },
      runtime: { type: 'string', multiple: true },
      command: { type: 'string' },
      cpus: { type: 'string' },
      memory: { type: 'string' },
      debug: { type: 'boolean' },
    },
  });
  const stateFolder = values['state-folder'];
  if (!stateFolder) throw new Error(`--state-folder is missing\n${usage}`);
  const log = createLog({ write: line => process.stderr.write(line), debug: values.debug });
  let isStarted = false;
  // This process is a developer's whole cluster: a defect in one pod or request must not end the other pods. During the
  // start the process ends instead, because `local up` would wait for the rest of a broken start in vain.
  onUnhandledErrors(({ kind, error }) => {
    const next = isStarted ? 'go on' : 'end';
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    log.error(`Unhandled error: ${message}`, { kind, stack, next });
    return next;
  });
  const cluster = await startLocalCluster({
    stateFolder,
    port: values.port === undefined ? undefined : parsePort(values.port),
    runtimes: new Map((values.runtime ?? []).map(parseRuntime)),
    shimFile: join(import.meta.dirname, 'pod-shim.cjs'),
    command: values.command,
    cpus: values.cpus === undefined ? undefined : quantityOf(values.cpus),
    memoryBytes: values.memory === undefined ? undefined : quantityOf(values.memory),
    log,
  });
  isStarted = true;
  let stopping: Promise<void> | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    log.info('Stopping', { signal });
    stopping = cluster.stop().then(
      () => process.exit(0),
      error => {
        log.error('Stopping failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { server, kubeconfig } = cluster;
  process.stdout.write(`${JSON.stringify({ ready: true, server, kubeconfig })}\n`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`--port ${text} is not a port number`);
}

/** NAME=COMMAND ARGUMENT…, separated by blanks; a JSON list where a part has a blank in it. */
function parseRuntime(text: string): [string, string[]] {
  const at = text.indexOf('=');
  const command = text.slice(at + 1).trim();
  const parts = command.startsWith('[') ? (JSON.parse(command) as string[]) : command.split(/\s+/);
  if (at <= 0 || !parts[0]) throw new Error(`--runtime ${text} is not NAME=COMMAND`);
  return [text.slice(0, at), parts];
}

main().catch((error: Error) => {
  process.stderr.write(`${JSON.stringify({ level: 'error', message: error.message })}\n`);
  process.exit(1);
});
