import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CliError } from '../errors.ts';
import { projectPath } from '../project-folder.ts';
import { readLastError } from './cluster-log.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import type { StateFolder } from './state-folder.ts';

export interface ClusterEndpoint {
  server: string;
  kubeconfig: string;
  process: ProcessIdentity;
}

export interface ClusterProcessOptions {
  state: StateFolder;
  /** The process ended by itself and another one answers now. */
  onRestart(endpoint: ClusterEndpoint): void;
  /** It keeps ending: the reason. */
  onGiveUp(error: CliError): void;
}

const quickDeathsBeforeGivingUp = 3;
const quickDeathMilliseconds = 10_000;
const stopMilliseconds = 20_000;

/** The local cluster's own process: started, restarted when it dies, stopped with everything it started. */
export class ClusterProcess {
  readonly #options: ClusterProcessOptions;
  #child: ChildProcess | undefined;
  #stopping = false;
  #quickDeaths = 0;

  constructor(options: ClusterProcessOptions) {
    this.#options = options;
  }

  /** Resolves once the API answers. */
  async start(): Promise<ClusterEndpoint> {
    const { state } = this.#options;
    const child = spawnCluster(state);
    this.#child = child;
    const startedAt = Date.now();
    const endpoint = await readEndpoint(child, state);
    child.once('exit', () => {
      if (!this.#stopping) void this.#restart(Date.now() - startedAt);
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
      if (this.#quickDeaths >= quickDeathsBeforeGivingUp) throw describeDeath(this.#options.state);
      const endpoint = await this.start();
      this.#options.onRestart(endpoint);
    } catch (error) {
      if (!this.#stopping) this.#options.onGiveUp(error as CliError);
    }
  }
}

function spawnCluster(state: StateFolder): ChildProcess {
  const program = requireBuilt('dist/local-cluster/main.mjs');
  const devInstance = requireBuilt('dist/dev-instance/main.mjs');
  const log = openSync(state.clusterLog, 'a', 0o600);
  try {
    // A session of its own: Ctrl-C on the terminal must reach this process only, which stops things in order.
    return spawn(
      process.execPath,
      [program, '--state-folder', state.folder, '--runtime', `tarantool=${process.execPath} ${devInstance}`],
      { stdio: ['pipe', 'pipe', log], detached: true },
    );
  } finally {
    closeSync(log);
  }
}

function requireBuilt(relative: string): string {
  const file = projectPath(relative);
  if (existsSync(file)) return file;
  throw new CliError('BUILD_MISSING', `${file} is missing. Run \`npm run build\` in ${projectPath()}`);
}

/** The process prints one JSON line once its API answers. */
async function readEndpoint(child: ChildProcess, state: StateFolder): Promise<ClusterEndpoint> {
  if (child.stdout === null) throw new Error('The local cluster was started without its standard output');
  const lines = createInterface({ input: child.stdout });
  const exited = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(describeDeath(state)));
  });
  const ready = await Promise.race([exited, firstReadyLine(lines)]);
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity === undefined) throw describeDeath(state);
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

function describeDeath(state: StateFolder): CliError {
  const reason = readLastError(state.clusterLog) ?? 'it ended without a message';
  return new CliError(
    'CLUSTER_FAILED',
    `The local cluster does not run: ${reason}. Its log is ${state.clusterLog}; ` +
      '`cartridge local down --purge` starts over without the data',
  );
}
