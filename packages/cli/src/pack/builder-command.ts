import { spawn } from 'node:child_process';
import { CliError } from '../errors.ts';
import { endBuilder } from './end-builder.ts';

/** Lines of a failed program that its error tells. */
const toldLines = 12;

export interface BuilderCommand {
  program: string;
  args: string[];
  onOutput?(line: string): void;
  /** Ends the program; what it was making is not kept. */
  signal?: AbortSignal;
}

/** Runs a builder to its end. Errors: IMAGE_BUILD_FAILED with its last lines; the signal's reason once it is aborted. */
export function runBuilder({ program, args, onOutput, signal }: BuilderCommand): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // In a process group of its own: Ctrl-C of the terminal is for us, we end the builder in its way.
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const stop = () => endBuilder(child);
    signal?.addEventListener('abort', stop, { once: true });
    const output: string[] = [];
    const read = (chunk: Buffer) => {
      const lines = chunk.toString().trimEnd().split('\n');
      output.push(...lines);
      for (const line of lines) onOutput?.(line);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', code => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) return reject(signal.reason);
      if (code === 0) return resolve();
      const last = output.slice(-toldLines).join('\n');
      reject(
        new CliError('IMAGE_BUILD_FAILED', `${program} ${args[0]} ended with exit code ${code}:\n${last}`),
      );
    });
  });
}
