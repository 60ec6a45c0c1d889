import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostCommand } from './launch-plan.ts';
import { killGroup, removeProcessRecord, writeProcessRecord } from './process-record.ts';

export interface ProcessExit {
  exitCode: number;
  signal: NodeJS.Signals | undefined;
}

/**
 * Ends the process group of a program without the preload when the node agent is gone (descriptor 3 closes). The
 * watcher is double-forked: `script` and others wait for all their children.
 */
const watchedCommand = '((read -r _ <&3; kill -KILL 0) >/dev/null 2>&1 </dev/null &); exec "$@" 3<&-';
const outputDeadlineMilliseconds = 500;

/** A process of a container, as leader of its own process group. Processes it leaves in the group are ended with it. */
export class ContainerProcess {
  readonly exited: Promise<ProcessExit>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, recordFile: string | undefined) {
    this.#child = child;
    this.exited = this.#waitForExit(recordFile);
  }

  /** Rejects when the program cannot be started. */
  static async start(
    plan: HostCommand,
    options: { recordFile?: string; stdin: 'open' | 'closed' },
  ): Promise<ContainerProcess> {
    const [command, args] = plan.isNode
      ? [plan.command, plan.args]
      : ['/bin/sh', ['-c', watchedCommand, 'sh', plan.command, ...plan.args]];
    const child = spawn(command, args, {
      cwd: plan.workingFolder,
      env: plan.environment,
      detached: true,
      stdio: [options.stdin === 'open' ? 'pipe' : 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    await once(child, 'spawn');
    for (const stream of child.stdio) stream?.on('error', () => {});
    const started = new ContainerProcess(child, options.recordFile);
    try {
      if (options.recordFile && child.pid) writeProcessRecord(options.recordFile, child.pid);
    } catch (error) {
      started.killAll();
      throw error;
    }
    return started;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  get stdin(): Writable | null {
    return this.#child.stdin;
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Signals the container's first process, as a container runtime does. */
  signal(signal: NodeJS.Signals): void {
    if (!this.hasExited) this.#child.kill(signal);
  }

  killAll(): void {
    if (this.#child.pid) killGroup(this.#child.pid, 'SIGKILL');
  }

  async #waitForExit(recordFile: string | undefined): Promise<ProcessExit> {
    const child = this.#child;
    // Not `once`, which rejects with the `error` of a signal that could not be sent: the process runs on then.
    child.on('error', () => {});
    const closed = new Promise(resolve => child.once('close', resolve));
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(resolve =>
      child.once('exit', (...end) => resolve(end)),
    );
    this.killAll();
    await Promise.race([closed, delay(outputDeadlineMilliseconds, undefined, { ref: false })]);
    for (const stream of child.stdio) stream?.destroy();
    if (recordFile) removeProcessRecord(recordFile);
    return { exitCode: code ?? 128 + signalNumber(signal), signal: signal ?? undefined };
  }
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal ? constants.signals[signal] : 0;
}
