import { answerTaken } from './answer-taken.ts';
import type { BringUp } from './bring-up-options.ts';
import { stopLeftover } from './leftover.ts';
import type { Report } from './progress.ts';
import { claimRun } from './run-file.ts';
import { runLocal } from './run-local.ts';
import { openStateFolder } from './state-folder.ts';

/** Runs the cluster until the signal; gives what to tell the user when another process runs it already. */
export async function claimAndRun(
  options: BringUp & { signal: AbortSignal; report: Report },
): Promise<string | undefined> {
  const state = openStateFolder();
  const claim = claimRun(state);
  if (claim.kind === 'taken') return answerTaken(claim.by, options.valuesFile);
  try {
    await stopLeftover(claim.leftover);
    await runLocal({ ...options, state, run: claim.run });
  } finally {
    claim.release();
  }
  return undefined;
}
