import type { RunLocal } from './run-local.ts';

export interface BringUp extends Pick<RunLocal, 'install' | 'valuesFile' | 'port' | 'readyTimeoutSeconds'> {
  /** `relayed` is the process that `detached` starts and leaves behind. */
  mode: 'foreground' | 'detached' | 'relayed';
}
