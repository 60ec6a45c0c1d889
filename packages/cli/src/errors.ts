/** Codes are stable: scripts may match on them in `-o json` output. */
export type CliErrorCode =
  | 'INVALID_ARGUMENT'
  | 'PROJECT_EXISTS'
  | 'TEMPLATE_INVALID'
  | 'PROJECT_INVALID'
  | 'VERSION_UNKNOWN'
  | 'IMAGE_MISSING'
  | 'IMAGE_BUILDER_MISSING'
  | 'IMAGE_BUILD_FAILED'
  | 'BUILD_MISSING'
  | 'TOOL_MISSING'
  | 'HELM_FAILED'
  | 'HOME_UNKNOWN'
  | 'CLUSTER_FAILED'
  | 'CLUSTER_NOT_RUNNING'
  | 'CLUSTER_NOT_READY'
  | 'VALUES_NOT_APPLIED'
  | 'STATE_UNUSABLE'
  | 'INTERRUPTED';

/** What a user can act on: the message says what happened, to which object, and what to do. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  readonly exitCode: number;

  constructor(code: CliErrorCode, message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** One message for the user, whatever was thrown. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cure = cures[(error as NodeJS.ErrnoException).code ?? ''];
  return cure === undefined ? error.message : `${cure.what} (${error.message}). ${cure.do}`;
}

const forbidden = {
  what: 'Permission is denied',
  do: 'Work in a folder that is yours, or change the rights of this one',
};

/** What the file system refuses, by its codes. */
const cures: Readonly<Record<string, { what: string; do: string }>> = {
  ENOSPC: { what: 'The disk is full', do: 'Free some space and try again' },
  EDQUOT: { what: 'Your quota of disk space is used up', do: 'Free some space and try again' },
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: { what: 'The file system is read-only', do: 'Work in a folder that can be written' },
  ENOTDIR: { what: 'A part of the path is a file', do: 'Check the path' },
};
