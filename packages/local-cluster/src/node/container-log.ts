import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export type LogStream = 'stdout' | 'stderr';

export interface LogLine {
  time: string;
  stream: LogStream;
  text: string;
  /** the next line continues this one */
  partial: boolean;
}

const longestLineBytes = 16_384;
const defaultRotationBytes = 10 * 1024 * 1024;

/**
 * One run of one container: lines in the form of the container runtime interface (`<time> stdout F <text>`).
 * At the rotation size the file becomes `<file>.1`, replacing an older one. Writes are synchronous:
 * what a reader finds in the file and what followers are told never overlap or leave a gap.
 */
export class ContainerLog {
  readonly file: string;
  readonly #rotationBytes: number;
  readonly #followers = new Set<(line: LogLine | undefined) => void>();
  readonly #rest: Record<LogStream, string> = { stdout: '', stderr: '' };
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #descriptor: number;
  #bytes: number;
  #ended = false;

  constructor(file: string, options: { rotationBytes?: number } = {}) {
    this.file = file;
    this.#rotationBytes = options.rotationBytes ?? defaultRotationBytes;
    mkdirSync(dirname(file), { recursive: true });
    this.#descriptor = openSync(file, 'a', 0o600);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  get ended(): boolean {
    return this.#ended;
  }

  write(stream: LogStream, chunk: Buffer): void {
    if (this.#ended) return;
    const text = this.#rest[stream] + this.#decoders[stream].decode(chunk, { stream: true });
    const parts = text.split('\n');
    this.#rest[stream] = parts.pop() ?? '';
    const lines = parts.flatMap(part => toLines(stream, part));
    if (this.#rest[stream].length >= longestLineBytes) {
      lines.push({ ...lineOf(stream, this.#rest[stream]), partial: true });
      this.#rest[stream] = '';
    }
    this.#append(lines);
  }

  /** Calls back for each later line, and with undefined at the end. Returns the function that stops it. */
  follow(listener: (line: LogLine | undefined) => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  end(): void {
    if (this.#ended) return;
    const rest = (['stdout', 'stderr'] as const).filter(stream => this.#rest[stream] !== '');
    this.#append(rest.map(stream => lineOf(stream, this.#rest[stream])));
    this.#ended = true;
    closeSync(this.#descriptor);
    for (const listener of this.#followers) listener(undefined);
    this.#followers.clear();
  }

  #append(lines: LogLine[]): void {
    if (lines.length === 0) return;
    const content = Buffer.from(lines.map(formatLine).join(''));
    try {
      if (this.#bytes > 0 && this.#bytes + content.length > this.#rotationBytes) this.#rotate();
      writeSync(this.#descriptor, content);
      this.#bytes += content.length;
    } catch {
      // A full disk must not end the container: followers still get the line.
    }
    for (const listener of this.#followers) for (const line of lines) listener(line);
  }

  #rotate(): void {
    renameSync(this.file, `${this.file}.1`);
    const outdated = this.#descriptor;
    this.#descriptor = openSync(this.file, 'a', 0o600);
    closeSync(outdated);
    this.#bytes = 0;
  }
}

function formatLine(line: LogLine): string {
  return `${line.time} ${line.stream} ${line.partial ? 'P' : 'F'} ${line.text}\n`;
}

export function parseLine(text: string): LogLine {
  const [time = '', stream = 'stdout', tag = 'F'] = text.split(' ', 3);
  const start = time.length + stream.length + tag.length + 3;
  return {
    time,
    stream: stream === 'stderr' ? 'stderr' : 'stdout',
    partial: tag === 'P',
    text: text.slice(start),
  };
}

function toLines(stream: LogStream, text: string): LogLine[] {
  const lines: LogLine[] = [];
  for (let start = 0; start === 0 || start < text.length; start += longestLineBytes) {
    const partial = start + longestLineBytes < text.length;
    lines.push({ ...lineOf(stream, text.slice(start, start + longestLineBytes)), partial });
  }
  return lines;
}

function lineOf(stream: LogStream, text: string): LogLine {
  return { time: timestamp(), stream, text, partial: false };
}

/** RFC 3339 with nanoseconds, as container runtimes write it. */
function timestamp(): string {
  return new Date().toISOString().replace('Z', '000000Z');
}
