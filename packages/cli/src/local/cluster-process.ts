import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { CliError } from '../errors.ts';
import { ClusterLog } from './cluster-log.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';

export interface ClusterEndpoint {
  server: string;
  kubeconfig: string;
  process: ProcessIdentity;
}

export interface ClusterProcessOptions {
  command: { file: string; args: string[] };
  logFile: string;
  /** The cluster process ended by itself, and a new one answers now. */
  onRestart(endpoint: ClusterEndpoint): void;
  /** It keeps ending: the reason. */
  onGiveUp(error: Error): void;
}

const quickDeathsBeforeGivingUp = 3;
const quickDeathMilliseconds = 10_000;
const stopMilliseconds = 20_000;

/** The local cluster's own process: started, restarted when it dies, stopped with everything it started. */
export class ClusterProcess {
  readonly #options: ClusterProcessOptions;
  readonly #log: ClusterLog;
  #child: ChildProcess | undefined;
  #stopping = false;
  #quickDeaths = 0;

  constructor(options: ClusterProcessOptions) {
    this.#options = options;
    this.#log = new ClusterLog(options.logFile);
  }

  /** Resolves once the API answers. */
  async start(): Promise<ClusterEndpoint> {
    const child = spawnCluster(this.#options.command, this.#log);
    this.#child = child;
    const startedAt = performance.now();
    const endpoint = await readEndpoint(child, this.#log);
    child.once('exit', () => {
      if (this.#stopping) return;
      inBackground(this.#restart(performance.now() - startedAt), error => this.#options.onGiveUp(error));
    });
    return endpoint;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
    await exited;
    clearTimeout(timer);
  }

  async #restart(livedMilliseconds: number): Promise<void> {
    this.#quickDeaths = livedMilliseconds < quickDeathMilliseconds ? this.#quickDeaths + 1 : 0;
    try {
      if (this.#quickDeaths >= quickDeathsBeforeGivingUp) throw describeDeath(this.#log);
      const endpoint = await this.start();
      this.#options.onRestart(endpoint);
    } catch (error) {
      if (!this.#stopping) throw error;
    }
  }
}

function spawnCluster(command: ClusterProcessOptions['command'], log: ClusterLog): ChildProcess {
  const output = log.openForNextProcess();
  try {
    // A session of its own: Ctrl-C on the terminal must reach this process only, which stops things in order.
    return spawn(command.file, command.args, { stdio: ['pipe', 'pipe', output], detached: true });
  } finally {
    closeSync(output);
  }
}

/** The process prints one JSON line once its API answers. */
async function readEndpoint(child: ChildProcess, log: ClusterLog): Promise<ClusterEndpoint> {
  if (child.stdout === null) throw new Error('The local cluster was started without its standard output');
  const lines = createInterface({ input: child.stdout });
  const exited = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(describeDeath(log)));
  });
  const ready = await Promise.race([exited, firstReadyLine(lines)]);
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity === undefined) throw describeDeath(log);
  return { server: ready.server, kubeconfig: ready.kubeconfig, process: identity };
}

async function firstReadyLine(lines: AsyncIterable<string>): Promise<{ server: string; kubeconfig: string }> {
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    const parsed = JSON.parse(line) as { ready?: boolean; server: string; kubeconfig: string };
    if (parsed.ready) return parsed;
  }
  // The output ended: the exit that follows carries the reason.
  return new Promise(() => {});
}

function describeDeath(log: ClusterLog): CliError {
  const reason = log.readLastError() ?? 'it ended without a message';
  // No word of --purge: most reasons can be mended without losing the data.
  return new CliError('CLUSTER_FAILED', `The local cluster does not run: ${reason}. Its log is ${log.file}`);
}
