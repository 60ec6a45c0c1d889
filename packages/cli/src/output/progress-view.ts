import { isQuiet } from './bullets.ts';
import { PlainView } from './plain-view.ts';
import type { ProgressView } from './progress-text.ts';
import { TerminalView } from './terminal-view.ts';

/** A line a step with a spinner on a terminal, plain lines elsewhere, nothing with --quiet. */
export function createProgressView(): ProgressView {
  if (isQuiet()) return { show() {}, notice() {}, finish() {} };
  if (process.stderr.isTTY && process.env.TERM !== 'dumb' && !process.env.CI)
    return new TerminalView(process.stderr);
  return new PlainView();
}
