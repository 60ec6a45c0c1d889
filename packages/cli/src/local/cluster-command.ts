import { existsSync } from 'node:fs';
import { CliError } from '../errors.ts';
import { projectPath } from '../project-folder.ts';
import type { StateFolder } from './state-folder.ts';

/** How the local cluster is started, with the dev instance as the runtime for `tarantool`. */
export function clusterCommand(state: StateFolder): { file: string; args: string[] } {
  const program = requireBuilt('dist/local-cluster/main.mjs');
  const devInstance = requireBuilt('dist/dev-instance/main.mjs');
  // A list, because the paths may have blanks.
  const runtime = `tarantool=${JSON.stringify([process.execPath, devInstance])}`;
  return { file: process.execPath, args: [program, '--state-folder', state.folder, '--runtime', runtime] };
}

function requireBuilt(relative: string): string {
  const file = projectPath(relative);
  if (existsSync(file)) return file;
  throw new CliError('BUILD_MISSING', `${file} is missing. Run \`npm run build\` in ${projectPath()}`);
}
