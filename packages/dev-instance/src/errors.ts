/** The class names a Cartridge instance reports in `io.tarantool.errors.class_name`. */
export type ErrorClass =
  | 'AppointmentError'
  | 'AtomicCallError'
  | 'BootError'
  | 'Bootstrapping vshard failed'
  | 'CallError'
  | 'CartridgeCfgError'
  | 'Commit2pcError'
  | 'Config reapply failed'
  | 'Config upload failed'
  | 'DecodeYamlError'
  | 'Editing cluster topology failed'
  | 'FailoverSetParamsError'
  | 'FailoverPauseError'
  | 'ForceReapplyError'
  | 'InitError'
  | 'Invalid cluster topology config'
  | 'LoadConfigError'
  | 'NetboxCallError'
  | 'PatchConfigError'
  | 'Patching cluster-wide config failed'
  | 'Prepare2pcError'
  | 'ProbeServerError'
  | 'PromoteLeaderError'
  | 'RefineUriError'
  | 'RemoteCallError'
  | 'StateProviderError'
  | 'TypeCastError'
  | 'ValidateConfigError'
  | 'VshardError'
  | 'WaitRwError'
  | (string & {});

/** A refusal or failure as Cartridge words it: its class and its text are part of the admin API. */
export class CartridgeError extends Error {
  readonly className: ErrorClass;

  constructor(className: ErrorClass, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'CartridgeError';
    this.className = className;
  }
}

/** The class and text of anything thrown, ready for the wire. */
export function describeError(error: unknown): { className: string; message: string } {
  if (error instanceof CartridgeError) return { className: error.className, message: error.message };
  return { className: 'Error', message: error instanceof Error ? error.message : String(error) };
}

/** The same error as a caller on another instance sees it: prefixed with where it came from. */
export function withOrigin(uri: string, error: unknown): CartridgeError {
  const { className, message } = describeError(error);
  return new CartridgeError(className, `"${uri}": ${message}`, { cause: error });
}
