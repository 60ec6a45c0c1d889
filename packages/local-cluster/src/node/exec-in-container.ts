import { startTimer } from '../runtime/timer.ts';
import { ContainerProcess } from './container-process.ts';
import { type ContainerView, type HostCommand, planLaunch } from './launch-plan.ts';

const longestOutputBytes = 10_240;

/** What a further process with a container's view of the world is started as. Throws when there is no such program. */
export function planInContainer(view: ContainerView, command: string[]): HostCommand {
  const plan = planLaunch(view, command);
  if (!plan) throw new Error(`exec: "${command[0]}": executable file not found in $PATH`);
  return plan;
}

/** Runs a command to its end, for probes and hooks. */
export async function runInContainer(
  view: ContainerView,
  command: string[],
  options: { timeoutMilliseconds?: number } = {},
): Promise<{ exitCode: number; output: string }> {
  let started: ContainerProcess;
  try {
    started = await ContainerProcess.start(planInContainer(view, command), { stdin: 'closed' });
  } catch (error) {
    return { exitCode: 126, output: (error as Error).message };
  }
  let output = '';
  const collect = (chunk: Buffer): void => {
    if (output.length < longestOutputBytes) output += chunk.toString('utf8');
  };
  started.stdout?.on('data', collect);
  started.stderr?.on('data', collect);
  const { timeoutMilliseconds } = options;
  let timedOut = false;
  const timer = timeoutMilliseconds
    ? startTimer(timeoutMilliseconds, () => {
        timedOut = true;
        started.killAll();
      })
    : undefined;
  const { exitCode } = await started.exited;
  timer?.cancel();
  if (timedOut)
    return { exitCode: 137, output: `command timed out after ${timeoutMilliseconds} ms: ${output}` };
  return { exitCode, output };
}
