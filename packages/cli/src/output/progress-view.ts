import type { Progress } from '../local/progress.ts';
import { isQuiet, printStep } from './bullets.ts';
import { TerminalView } from './terminal-view.ts';

export interface ProgressView {
  show(progress: Progress): void;
  notice(text: string): void;
  /** Leaves the screen as it is to stay. */
  finish(): void;
}

/** A line a step with a spinner on a terminal, plain lines elsewhere, nothing with --quiet. */
export function createProgressView(): ProgressView {
  if (isQuiet()) return { show() {}, notice() {}, finish() {} };
  if (process.stderr.isTTY && process.env.TERM !== 'dumb' && !process.env.CI)
    return new TerminalView(process.stderr);
  return { show: printPlainly, notice: printStep, finish() {} };
}

function printPlainly(progress: Progress): void {
  switch (progress.kind) {
    case 'step-done':
      printStep(formatDone(progress));
      return;
    case 'notice':
      printStep(progress.text);
      return;
    case 'step-started':
    case 'step-changed':
    case 'up':
    case 'taken':
    case 'failed':
  }
}

export function formatDone(progress: { step: string; detail: string; milliseconds: number }): string {
  const detail = progress.detail === '' ? '' : ` (${progress.detail})`;
  return `${progress.step}${detail}  ${(progress.milliseconds / 1000).toFixed(1)} s`;
}
