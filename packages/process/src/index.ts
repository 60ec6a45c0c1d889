export { inBackground } from './in-background.ts';
export { onUnhandledErrors, type UnhandledError, unhandledErrorExitCode } from './unhandled-errors.ts';
