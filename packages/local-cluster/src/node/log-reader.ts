import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { type ContainerLog, type LogLine, parseLine } from './container-log.ts';
import type { LogOptions } from './node-agent.ts';

/** The log of one container run as `kubectl logs` wants it; follows the run while it lasts. */
export function openLog(options: { file: string; live?: ContainerLog; wanted: LogOptions }): Readable {
  const { file, live, wanted } = options;
  const budget = { bytes: wanted.limitBytes ?? Number.POSITIVE_INFINITY };
  const output = new Readable({ read: () => {} });
  const push = (line: LogLine): void => {
    const text = formatForReader(line, wanted.timestamps);
    const bytes = Buffer.from(text).subarray(0, budget.bytes);
    budget.bytes -= bytes.length;
    output.push(bytes);
    if (budget.bytes <= 0) finish();
  };
  const finish = (): void => {
    stop?.();
    if (!output.readableEnded && !output.destroyed) output.push(null);
  };
  let stop: (() => void) | undefined;
  for (const line of selectLines(readLines(file), wanted)) {
    if (budget.bytes > 0) push(line);
  }
  if (budget.bytes <= 0) return output;
  if (wanted.follow && live && !live.ended) {
    stop = live.follow(line => (line ? push(line) : finish()));
    output.on('close', () => stop?.());
  } else {
    finish();
  }
  return output;
}

/** The last lines of a run, for the termination message. */
export function readLastLines(file: string, limits: { lines: number; bytes: number }): string {
  const text = readLines(file)
    .slice(-limits.lines)
    .map(line => formatForReader(line, false))
    .join('');
  return Buffer.from(text).subarray(-limits.bytes).toString('utf8');
}

function readLines(file: string): LogLine[] {
  const older = existsSync(`${file}.1`) ? readFileSync(`${file}.1`, 'utf8') : '';
  const newer = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return `${older}${newer}`
    .split('\n')
    .filter(line => line !== '')
    .map(parseLine);
}

function selectLines(lines: LogLine[], wanted: LogOptions): LogLine[] {
  const since = sinceMilliseconds(wanted);
  const recent = since === undefined ? lines : lines.filter(line => Date.parse(line.time) >= since);
  if (wanted.tailLines === undefined) return recent;
  return wanted.tailLines <= 0 ? [] : recent.slice(-wanted.tailLines);
}

function sinceMilliseconds(wanted: LogOptions): number | undefined {
  if (wanted.sinceTime) return Date.parse(wanted.sinceTime);
  return wanted.sinceSeconds === undefined ? undefined : Date.now() - wanted.sinceSeconds * 1000;
}

function formatForReader(line: LogLine, timestamps: boolean): string {
  const end = line.partial ? '' : '\n';
  return timestamps ? `${line.time} ${line.text}${end}` : `${line.text}${end}`;
}
