import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { printStep } from '../output/bullets.ts';
import { stopLeftover, stopProcess } from './leftover.ts';
import { readRun, releaseRun } from './run-file.ts';
import { locateStateFolder, type StateFolder } from './state-folder.ts';

export async function takeDown(options: { data: 'keep' | 'remove' }): Promise<void> {
  const state = locateStateFolder();
  const run = readRun(state);
  if (run !== undefined) {
    await stopProcess(run.up);
    await stopLeftover(run);
    releaseRun(state);
    printStep('The local cluster is stopped');
  } else {
    printStep('The local cluster does not run');
  }
  if (options.data === 'remove') {
    removeState(state);
    printStep(`Its data in ${state.folder} is removed`);
  } else if (existsSync(state.cluster)) {
    printStep(`Its data stays in ${state.folder}; \`cartridge local up\` brings it back`);
  }
}

/** Only what is ours goes: the folder may be one that the user has named. */
function removeState(state: StateFolder): void {
  for (const entry of [
    state.cluster,
    state.runFile,
    state.upLog,
    state.clusterLog,
    state.installedMarker,
    state.kubeCache,
  ]) {
    rmSync(entry, { recursive: true, force: true });
  }
  if (existsSync(state.folder) && readdirSync(state.folder).length === 0) rmdirSync(state.folder);
}
