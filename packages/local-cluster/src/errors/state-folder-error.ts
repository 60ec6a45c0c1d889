export type StateFolderProblem = 'Damaged' | 'NewerVersion' | 'InUse' | 'Unusable';

/** The state folder cannot be used as it is; nothing in it was changed. */
export class StateFolderError extends Error {
  override readonly name = 'StateFolderError';
  readonly code: StateFolderProblem;
  readonly folder: string;

  constructor(problem: { code: StateFolderProblem; folder: string; message: string; cause?: unknown }) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.code = problem.code;
    this.folder = problem.folder;
  }
}

export function damagedFile(folder: string, file: string, where: string): StateFolderError {
  return new StateFolderError({
    code: 'Damaged',
    folder,
    message: `The state file ${file} is damaged (${where}). Nothing was changed: move ${folder} away to start with an empty cluster, or put a copy of it back from a backup`,
  });
}

/** For damaged files that are made anew after their removal, without loss of data. */
export function damagedReplaceableFile(folder: string, file: string, cause: unknown): StateFolderError {
  const where = cause instanceof Error ? cause.message : String(cause);
  return new StateFolderError({
    code: 'Damaged',
    folder,
    message: `The state file ${file} in ${folder} is damaged (${where}). Remove this file and start again: a new one is made, the data stays`,
    cause,
  });
}
