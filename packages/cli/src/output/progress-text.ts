import type { Progress } from '../local/progress.ts';

export interface ProgressView {
  show(progress: Progress): void;
  notice(text: string): void;
  /** Leaves the screen as it is to stay. */
  finish(): void;
}

export function formatDone(progress: { step: string; detail: string; milliseconds: number }): string {
  const detail = progress.detail === '' ? '' : ` (${progress.detail})`;
  return `${progress.step}${detail}  ${(progress.milliseconds / 1000).toFixed(1)} s`;
}
