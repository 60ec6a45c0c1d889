import { printStep } from '../output/bullets.ts';
import { ownCommand } from '../own-command.ts';
import { stopLeftover, stopProcess } from './leftover.ts';
import { forgetRun, readRun } from './run-file.ts';
import { hasState, locateStateFolder, removeState } from './state-folder.ts';

export async function takeDown(options: { data: 'keep' | 'remove' }): Promise<void> {
  const state = locateStateFolder();
  const run = readRun(state);
  if (run !== undefined) {
    await stopProcess(run.up);
    await stopLeftover(run);
    forgetRun(state, run);
    printStep('The local cluster is stopped');
  } else {
    printStep('The local cluster does not run');
  }
  if (!hasState(state)) return;
  if (options.data === 'remove') {
    removeState(state);
    printStep(`Its data in ${state.folder} is removed`);
  } else {
    printStep(`Its data stays in ${state.folder}; \`${ownCommand()} local up\` brings it back`);
  }
}
