import { homedir } from 'node:os';
import { CliError } from './errors.ts';

/** HOME, or what the user database says. Error: HOME_UNKNOWN, as for a numeric user of a container without HOME. */
export function homeFolder(): string {
  const folder = findHomeFolder();
  if (folder !== '') return folder;
  throw new CliError(
    'HOME_UNKNOWN',
    'This user has no home folder. Set HOME to a folder that this user can write to',
  );
}

function findHomeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}
