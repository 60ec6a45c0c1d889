import { CliError, describeFailure } from '../errors.ts';
import type { BringUp } from './bring-up-options.ts';
import { claimAndRun } from './claim-and-run.ts';
import type { Progress } from './progress.ts';
import { abortOnSignals } from './stop-signals.ts';

/** The process behind `up --detach`: reports to the process that started it while that process listens. */
export async function bringUpRelayed(options: BringUp): Promise<void> {
  const signal = abortOnSignals(() => {});
  try {
    const taken = await claimAndRun({ ...options, signal, report });
    if (taken !== undefined) report({ kind: 'taken', text: taken });
  } catch (error) {
    const exitCode = error instanceof CliError ? error.exitCode : 1;
    report({ kind: 'failed', message: describeFailure(error), exitCode });
    throw error;
  }
}

function report(progress: Progress): void {
  console.error(JSON.stringify({ time: new Date().toISOString(), ...progress }));
  if (process.connected) process.send?.(progress);
}
