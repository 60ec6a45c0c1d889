import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';

export const cartridgeCommand = join(repository, 'packages/cli/bin/cartridge.js');

export interface CommandResult {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs `cartridge` with this state folder; a failure is a result, not an exception. */
export async function cartridge(home: string, ...args: string[]): Promise<CommandResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [cartridgeCommand, ...args], {
    env: { CARTRIDGE_LOCAL_HOME: home },
    stdin: 'ignore',
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

/** A command in a process group of its own, as a shell starts it on a terminal. */
export class ForegroundCommand {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = '';

  constructor(home: string, file: string, ...args: string[]) {
    this.#child = spawn(file, args, {
      cwd: repository,
      env: { ...process.env, CARTRIDGE_LOCAL_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', chunk => {
        this.#output += String(chunk);
      });
    this.#ended = once(this.#child, 'close').then(([exitCode]) => exitCode);
  }

  /** All it has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** What the terminal does: every process of the group in front gets the signal. */
  pressCtrlC(): void {
    if (this.#child.pid === undefined) throw new Error('The command was not started');
    process.kill(-this.#child.pid, 'SIGINT');
  }

  /** Its exit code once it has ended and closed its output. */
  async end(): Promise<number | null> {
    return this.#ended;
  }
}
