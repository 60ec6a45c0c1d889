import { CliError } from '../errors.ts';
import { createProgressView } from '../output/progress-view.ts';
import type { BringUp } from './bring-up-options.ts';
import { claimAndRun } from './claim-and-run.ts';
import type { Progress } from './progress.ts';
import { abortOnSignals } from './stop-signals.ts';
import { formatSummary } from './summary.ts';

/** Runs until it is stopped. A second start prints where the running cluster is, and is no failure. */
export async function bringUpInForeground(options: BringUp): Promise<void> {
  const view = createProgressView();
  const signal = abortOnSignals(() => view.notice('Stopping everything that was started'));
  let isUp = false;
  const report = (progress: Progress): void => {
    if (progress.kind !== 'up') {
      view.show(progress);
      return;
    }
    isUp = true;
    view.finish();
    console.log(formatSummary(progress.summary, 'foreground'));
  };
  try {
    const taken = await claimAndRun({ ...options, signal, report });
    if (taken !== undefined) console.log(taken);
  } finally {
    view.finish();
  }
  if (signal.aborted && !isUp)
    throw new CliError('INTERRUPTED', 'Stopped before it was up', { exitCode: 130 });
}
