import type { WriteStream } from 'node:tty';
import type { Progress } from '../local/progress.ts';
import { formatDone, type ProgressView } from './progress-text.ts';

interface ActiveStep {
  detail: string;
  startedAt: number;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMilliseconds = 80;

/** Finished steps scroll away upwards; the active ones are redrawn below them. */
export class TerminalView implements ProgressView {
  readonly #stream: WriteStream;
  readonly #active = new Map<string, ActiveStep>();
  readonly #timer: NodeJS.Timeout;
  #drawnLines = 0;
  #frame = 0;

  constructor(stream: WriteStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(''), frameMilliseconds);
    this.#timer.unref();
  }

  show(progress: Progress): void {
    switch (progress.kind) {
      case 'step-started':
        this.#active.set(progress.step, { detail: '', startedAt: performance.now() });
        this.#draw('');
        break;
      case 'step-changed': {
        const step = this.#active.get(progress.step);
        if (step !== undefined) step.detail = progress.detail;
        break;
      }
      case 'step-done':
        this.#active.delete(progress.step);
        this.#draw(`   ✓ ${formatDone(progress)}\n`);
        break;
      case 'notice':
        this.notice(progress.text);
        break;
      case 'up':
      case 'taken':
      case 'failed':
        break;
    }
  }

  notice(text: string): void {
    this.#draw(`   • ${text}\n`);
  }

  finish(): void {
    clearInterval(this.#timer);
    this.#active.clear();
    this.#draw('');
  }

  /** Moves up over what is redrawn, prints the lasting text, then the active steps. */
  #draw(lasting: string): void {
    const up = this.#drawnLines > 0 ? `\x1b[${this.#drawnLines}A` : '';
    const lines = [...this.#active].map(([step, { detail, startedAt }]) =>
      this.#fit(step, detail, startedAt),
    );
    this.#frame += 1;
    this.#drawnLines = lines.length;
    if (up === '' && lasting === '' && lines.length === 0) return;
    this.#stream.write(`${up}\x1b[J${lasting}${lines.map(line => `${line}\n`).join('')}`);
  }

  #fit(step: string, detail: string, startedAt: number): string {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const text = `   ${frames[this.#frame % frames.length]} ${step}  ${seconds} s${detail === '' ? '' : `  ${detail}`}`;
    return [...text].slice(0, (this.#stream.columns || 80) - 1).join('');
  }
}
