import { existsSync } from 'node:fs';
import type { ContainerLog } from './container-log.ts';
import { ContainerProcess } from './container-process.ts';
import { planInContainer } from './exec-in-container.ts';
import { type ContainerView, type HostCommand, withoutParentPipe } from './launch-plan.ts';
import type { ContainerStreams, ExecOptions, ExecResult } from './node-agent.ts';

/** Where util-linux keeps the program that gives a command a terminal of its own. */
const terminalProgram = '/usr/bin/script';

/** Runs a command beside the container's process, connected to the caller's streams. */
export async function execInContainer(view: ContainerView, options: ExecOptions): Promise<ExecResult> {
  const plan = planInContainer(view, options.command);
  if (options.tty && !plan.isNode) options.stdout?.write(describeView(view));
  const started = await ContainerProcess.start(options.tty ? inTerminal(plan) : plan, {
    // `script` loops without a pause when its input has ended.
    stdin: options.stdin || options.tty ? 'open' : 'closed',
  });
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

/** A program that is not Node sees the machine's files: a user of its terminal must know that before deleting any. */
function describeView({ rules }: ContainerView): string {
  const places = rules.filter(({ from }) => from.startsWith('/var/lib/') || from.startsWith('/usr/share/'));
  const lines = [
    "The local cluster gives no files of their own to programs other than Node: this one sees the machine's.",
    ...places.map(({ from, to }) => `${from} of the pod is ${to}`),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function inTerminal(plan: HostCommand): HostCommand {
  if (!existsSync(terminalProgram)) return plan;
  const quoted = [plan.command, ...plan.args].map(part => `'${part.replaceAll("'", `'\\''`)}'`).join(' ');
  return {
    ...withoutParentPipe(plan),
    command: terminalProgram,
    args: ['--quiet', '--return', '--command', quoted, '/dev/null'],
  };
}
