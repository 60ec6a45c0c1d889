import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { type CommandResult, cartridgeCommand } from './command.ts';

/** Needs namespaces that a user may open; some systems forbid them. */
export function canMount(): boolean {
  const { status } = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'none', '/mnt']);
  return status === 0;
}

/** A disk of its own in memory, which only commands run through it see; it ends with its process. */
export class SmallDisk {
  readonly folder: string;
  readonly #holder: ChildProcess;

  private constructor(folder: string, holder: ChildProcess) {
    this.folder = folder;
    this.#holder = holder;
  }

  static async mount(size: string): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'small-disk-'));
    const script = 'mount -t tmpfs -o size="$1" none "$2" && echo mounted && read -r _';
    const holder = spawn('unshare', ['-Urm', 'sh', '-c', script, 'sh', size, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    for await (const _ of createInterface({ input: holder.stdout })) return new SmallDisk(folder, holder);
    throw new Error(`No disk could be mounted on ${folder}`);
  }

  /** The state folder as commands on the disk see it. */
  get home(): string {
    return join(this.folder, 'home');
  }

  /** The path as this process can read and write it. */
  fromOutside(path: string): string {
    return `/proc/${this.#holder.pid}/root${path}`;
  }

  async cartridge(...args: string[]): Promise<CommandResult> {
    const enter = ['-t', String(this.#holder.pid), '-U', '-m', '--preserve-credentials'];
    const { exitCode, stdout, stderr } = await execa(
      'nsenter',
      [...enter, process.execPath, cartridgeCommand, ...args],
      { env: { CARTRIDGE_LOCAL_HOME: this.home }, stdin: 'ignore', reject: false },
    );
    return { exitCode, stdout, stderr };
  }

  async unmount(): Promise<void> {
    const ended = once(this.#holder, 'exit');
    this.#holder.stdin?.end();
    await ended;
    await rmdir(this.folder);
  }
}
