import { existsSync } from 'node:fs';
import type { ContainerLog } from './container-log.ts';
import type { ContainerProcess } from './container-process.ts';
import { startInContainer } from './exec-in-container.ts';
import type { ContainerView } from './launch-plan.ts';
import type { ContainerStreams, ExecOptions, ExecResult } from './node-agent.ts';

/** Where util-linux keeps the program that gives a command a terminal of its own. */
const terminalProgram = '/usr/bin/script';

/** Runs a command beside the container's process, connected to the caller's streams. */
export async function execInContainer(view: ContainerView, options: ExecOptions): Promise<ExecResult> {
  const command = options.tty && existsSync(terminalProgram) ? inTerminal(options.command) : options.command;
  const started = await startInContainer(view, command, options.stdin ? 'open' : 'closed');
  if (options.stdout) started.stdout?.pipe(options.stdout, { end: false });
  const errors = options.tty ? options.stdout : options.stderr;
  if (errors) started.stderr?.pipe(errors, { end: false });
  if (options.stdin && started.stdin) options.stdin.pipe(started.stdin);
  options.stdout?.on('close', () => started.killAll());
  const { exitCode } = await started.exited;
  return { exitCode };
}

/** Joins the streams of the container's own process until it ends or the caller leaves. */
export async function attachToContainer(
  running: { process: ContainerProcess; log: ContainerLog },
  streams: ContainerStreams,
): Promise<ExecResult> {
  const { process, log } = running;
  const stop = log.follow(line => {
    if (!line) return;
    const target = line.stream === 'stderr' && !streams.tty ? streams.stderr : streams.stdout;
    target?.write(`${line.text}${line.partial ? '' : '\n'}`);
  });
  if (streams.stdin && process.stdin) streams.stdin.pipe(process.stdin, { end: false });
  const left = new Promise<undefined>(resolve => streams.stdout?.on('close', () => resolve(undefined)));
  const exit = await Promise.race([process.exited, left]);
  stop();
  return { exitCode: exit?.exitCode ?? 0 };
}

function inTerminal(command: string[]): string[] {
  const quoted = command.map(part => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
  return [terminalProgram, '--quiet', '--return', '--command', quoted, '/dev/null'];
}
