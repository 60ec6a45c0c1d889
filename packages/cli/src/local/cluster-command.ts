import { existsSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { ownCommand } from '../own-command.ts';
import { projectPath, restoreAdvice } from '../project-folder.ts';
import type { StateFolder } from './state-folder.ts';

/**
 * Stops the cluster process when its standard input ends. The input is a pipe from `local up`, so a killed `local up`
 * leaves no cluster process behind.
 */
const stopWithKeeper = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume().unref();",
)}`;

/** How the local cluster is started, with the dev instance as the runtime for `tarantool`. */
export function clusterCommand(state: StateFolder): { file: string; args: string[] } {
  const program = requireBuilt('dist/local-cluster/main.mjs');
  const devInstance = requireBuilt('dist/dev-instance/main.mjs');
  // A list, because the paths may have blanks. Small nurseries: 4 MB less for each instance, which makes little garbage.
  const command = [process.execPath, '--max-semi-space-size=1', devInstance];
  const runtime = `tarantool=${JSON.stringify(command)}`;
  const settings = ['--state-folder', state.folder, '--runtime', runtime, '--command', ownCommand()];
  const args = ['--import', stopWithKeeper, program, ...settings];
  return { file: process.execPath, args };
}

function requireBuilt(relative: string): string {
  const file = projectPath(relative);
  if (existsSync(file)) return file;
  throw new CliError('BUILD_MISSING', `${file} is missing. ${restoreAdvice()}`);
}
