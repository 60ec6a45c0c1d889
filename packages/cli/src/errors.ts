/** Codes, which are stable: scripts may match on them in `-o json` output; with what each means, for docs/reference. */
export const cliErrorCodes = {
  INVALID_ARGUMENT: 'An argument, an option or a file that an option names is wrong',
  PROJECT_EXISTS: 'The folder of the new application exists already',
  TEMPLATE_INVALID: 'The template of the new application is missing or wrong',
  PROJECT_INVALID: 'The folder is not an application that can be packed',
  VERSION_UNKNOWN: 'The version of the application is not known',
  IMAGE_BUILDER_MISSING: 'No program that builds images is installed and works',
  IMAGE_BUILD_FAILED: 'The program that builds the image failed',
  BUILD_MISSING: 'A file of this program is missing',
  TOOL_MISSING: 'A program that is needed is not installed',
  HELM_FAILED: 'helm did not install a chart',
  HOME_UNKNOWN: 'The user has no home folder',
  CLUSTER_FAILED: 'The local cluster did not start, or ended',
  CLUSTER_NOT_RUNNING: 'The local cluster does not run',
  VALUES_NOT_APPLIED: 'The local cluster runs already, so the values were not applied',
  STATE_UNUSABLE: 'The state folder of the local cluster cannot be used',
  INTERRUPTED: 'The command was stopped before it was done',
} as const;

export type CliErrorCode = keyof typeof cliErrorCodes;

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
