import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CliError } from '../errors.ts';
import type { ProgressView } from '../output/progress-text.ts';
import { createProgressView } from '../output/progress-view.ts';
import { projectPath } from '../project-folder.ts';
import { answerTaken } from './answer-taken.ts';
import type { BringUp } from './bring-up-options.ts';
import type { Progress } from './progress.ts';
import { findLiveRun } from './run-file.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';
import { abortOnSignals } from './stop-signals.ts';
import { formatSummary } from './summary.ts';

type Outcome = Extract<Progress, { kind: 'up' | 'taken' | 'failed' }>;

/** Starts the process that runs the cluster, in a session of its own, and returns when the cluster is up. */
export async function bringUpDetached(options: BringUp): Promise<void> {
  const state = openStateFolder();
  const running = findLiveRun(state);
  if (running !== undefined) {
    console.log(answerTaken(running, options.valuesFile));
    return;
  }
  const view = createProgressView();
  const child = spawnRelayed(options, state);
  const signal = abortOnSignals(() => {
    view.notice('Stopping everything that was started');
    child.kill('SIGTERM');
  });
  try {
    const outcome = await followUntilUp({ child, view, state });
    view.finish();
    finishWith(outcome);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CliError('INTERRUPTED', 'Stopped before it was up', { exitCode: 130 });
  } finally {
    view.finish();
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function finishWith(outcome: Outcome): void {
  switch (outcome.kind) {
    case 'taken':
      console.log(outcome.text);
      return;
    case 'failed':
      throw new CliError('CLUSTER_FAILED', outcome.message, { exitCode: outcome.exitCode });
    case 'up':
      console.log(formatSummary(outcome.summary, 'detached'));
      if (outcome.summary.problem !== undefined) process.exitCode = 1;
  }
}

function spawnRelayed(options: BringUp, state: StateFolder): ChildProcess {
  const log = openSync(state.upLog, 'w', 0o600);
  const args = [
    projectPath('dist/cli/main.mjs'),
    'local',
    'up',
    '--relay',
    ...(options.install === 'nothing' ? ['--bare'] : []),
    ...(options.valuesFile === undefined ? [] : ['--values', options.valuesFile]),
    '--port',
    String(options.port),
    '--timeout',
    String(options.readyTimeoutSeconds),
  ];
  try {
    return spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log, 'ipc'] });
  } finally {
    closeSync(log);
  }
}

async function followUntilUp(options: {
  child: ChildProcess;
  view: ProgressView;
  state: StateFolder;
}): Promise<Outcome> {
  const { child, view, state } = options;
  let last: Outcome | undefined;
  const up = new Promise<Outcome>(resolve => {
    child.on('message', (progress: Progress) => {
      if (progress.kind === 'up' || progress.kind === 'taken' || progress.kind === 'failed') last = progress;
      else view.show(progress);
      if (progress.kind === 'up') resolve(progress);
    });
  });
  // Any outcome but `up` counts only when the process is gone, so that nothing runs on when this command returns.
  const ended = once(child, 'exit').then(async ([code, endSignal]) => {
    // The last message may still be on its way.
    await nextTurn();
    if (last !== undefined) return last;
    throw new CliError(
      'CLUSTER_FAILED',
      `It ended with ${endSignal ?? `exit code ${code}`}. Its log is ${state.upLog}`,
    );
  });
  return Promise.race([up, ended]);
}
