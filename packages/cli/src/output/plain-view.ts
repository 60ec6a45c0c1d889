import type { Progress } from '../local/progress.ts';
import { printStep } from './bullets.ts';
import { formatDone, type ProgressView } from './progress-text.ts';

const quietMilliseconds = 10_000;

/** A line for each finished step, and for a step that takes long one now and then that says where it stands. */
export class PlainView implements ProgressView {
  #printedAt = performance.now();
  #printedDetail = '';

  show(progress: Progress): void {
    switch (progress.kind) {
      case 'step-changed':
        this.#showDetail(progress);
        break;
      case 'step-done':
        this.notice(formatDone(progress));
        break;
      case 'notice':
        this.notice(progress.text);
        break;
      case 'step-started':
      case 'up':
      case 'taken':
      case 'failed':
        break;
    }
  }

  notice(text: string): void {
    printStep(text);
    this.#printedAt = performance.now();
  }

  finish(): void {}

  #showDetail({ step, detail }: { step: string; detail: string }): void {
    const isDue = performance.now() - this.#printedAt > quietMilliseconds;
    if (!isDue || detail === this.#printedDetail) return;
    this.#printedDetail = detail;
    this.notice(`${step}: ${detail}`);
  }
}
