import type { Progress } from '../local/progress.ts';
import { isQuiet, printStep } from './bullets.ts';
import { formatDone, type ProgressView } from './progress-text.ts';
import { TerminalView } from './terminal-view.ts';

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
