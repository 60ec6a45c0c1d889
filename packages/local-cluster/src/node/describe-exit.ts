import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Container, ContainerStateTerminated } from 'kubernetes-types/core/v1';
import { timestamp } from '../objects/timestamp.ts';
import { readLastLines } from './log-reader.ts';

const terminationMessageBytes = 4096;

/** The file of a container's folder that its program may write its last words to. */
export function terminationLog(folder: string): string {
  return join(folder, 'termination-log');
}

/** The last state of a container whose process ended just now. */
export function describeExit(
  exitCode: number,
  run: { container: Container; folder: string; logFile: string },
): ContainerStateTerminated {
  const message = terminationMessage(exitCode, run);
  return {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...(message && { message }),
    finishedAt: timestamp(new Date()),
  };
}

function terminationMessage(
  exitCode: number,
  { container, folder, logFile }: Parameters<typeof describeExit>[1],
): string {
  const written = readText(terminationLog(folder));
  if (written) return Buffer.from(written).subarray(0, terminationMessageBytes).toString('utf8');
  const fallback = container.terminationMessagePolicy === 'FallbackToLogsOnError' && exitCode !== 0;
  return fallback ? readLastLines(logFile, { lines: 80, bytes: 2048 }) : '';
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
