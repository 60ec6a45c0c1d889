import { parentPipeVariable, settingsVariable } from './shim-settings.ts';

/** The file with this pod's settings; undefined outside of a pod. */
export const settingsFile = process.env[settingsVariable];

/** Whether this process has the pipe to the node agent. Its children do not: the variable is gone afterwards. */
export function takeParentPipe(): boolean {
  const hasPipe = process.env[parentPipeVariable] !== undefined;
  delete process.env[parentPipeVariable];
  return hasPipe;
}
