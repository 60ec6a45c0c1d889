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
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC'
    ? `The disk is full (${error.message}). Free some space and try again`
    : error.message;
}
