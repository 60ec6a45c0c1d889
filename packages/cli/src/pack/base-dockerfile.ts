import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import type { Project } from './project.ts';

export interface BaseDockerfile {
  file: string;
  content: string;
}

/** The Dockerfile given, else the application's own of this name. Errors: PROJECT_INVALID. */
export function readBaseDockerfile(options: {
  project: Project;
  given: string | undefined;
  ownName: string;
  /** What to do when there is none. */
  cure: string;
}): BaseDockerfile {
  const { project, given, ownName, cure } = options;
  const file = given === undefined ? path.join(project.folder, ownName) : path.resolve(given);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new CliError('PROJECT_INVALID', `There is no ${file}. ${cure}`);
  const content = readFileSync(file, 'utf8');
  if (/^\s*FROM\s+\S/im.test(content)) return { file, content: content.trimEnd() };
  throw new CliError('PROJECT_INVALID', `${file} has no FROM, so it is no base to build on. ${cure}`);
}
