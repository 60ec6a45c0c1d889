import { CliError } from '../errors.ts';
import { createProgressView } from '../output/progress-view.ts';
import { stopLeftover } from './leftover.ts';
import type { Progress } from './progress.ts';
import { claimRun, releaseRun } from './run-file.ts';
import { type RunLocal, runLocal } from './run-local.ts';
import { locateStateFolder } from './state-folder.ts';
import { abortOnSignals } from './stop-signals.ts';
import { formatSummary, formatTaken } from './summary.ts';

export interface BringUp extends Pick<RunLocal, 'install' | 'valuesFile' | 'port' | 'readyTimeoutSeconds'> {
  /** `relayed` is the process that `detached` starts and leaves behind. */
  mode: 'foreground' | 'detached' | 'relayed';
}

export async function bringUp(options: BringUp): Promise<void> {
  switch (options.mode) {
    case 'foreground':
      return bringUpInForeground(options);
    case 'detached': {
      const { bringUpDetached } = await import('./bring-up-detached.ts');
      return bringUpDetached(options);
    }
    case 'relayed': {
      const { bringUpRelayed } = await import('./bring-up-relayed.ts');
      return bringUpRelayed(options);
    }
  }
}

/** Runs until it is stopped. A second start says where the first one is and is no failure. */
async function bringUpInForeground(options: BringUp): Promise<void> {
  const view = createProgressView();
  const signal = abortOnSignals(() => view.notice('Stopping everything that was started'));
  let isUp = false;
  const report = (progress: Progress): void => {
    if (progress.kind !== 'up') return view.show(progress);
    isUp = true;
    view.finish();
    console.log(formatSummary(progress.summary, 'foreground'));
  };
  try {
    const taken = await claimAndRun({ options, signal, report });
    if (taken !== undefined) console.log(taken);
  } finally {
    view.finish();
  }
  if (signal.aborted && !isUp)
    throw new CliError('INTERRUPTED', 'Stopped before it was up', { exitCode: 130 });
}

/** Gives what to tell the user when another process runs the cluster already. */
export async function claimAndRun(options: {
  options: BringUp;
  signal: AbortSignal;
  report(progress: Progress): void;
}): Promise<string | undefined> {
  const state = locateStateFolder();
  const claim = claimRun(state);
  if (claim.kind === 'taken') return formatTaken(claim.by);
  try {
    await stopLeftover(claim.leftover);
    await runLocal({ ...options.options, ...options, state, run: claim.run });
  } finally {
    releaseRun(state);
  }
  return undefined;
}
