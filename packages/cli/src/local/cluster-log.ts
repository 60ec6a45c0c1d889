import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const tailBytes = 64 * 1024;

/** The last error the local cluster wrote, with what it says about its cause. */
export function readLastError(file: string): string | undefined {
  const lines = readTail(file)
    .split('\n')
    .filter(line => line !== '');
  const errors = lines.map(parseError).filter(text => text !== undefined);
  return errors.at(-1) ?? lines.at(-1);
}

function parseError(line: string): string | undefined {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    if (entry.level !== 'error' && entry.level !== 50) return undefined;
    const message = [entry.message, entry.msg].find(text => typeof text === 'string');
    const error = typeof entry.error === 'string' ? entry.error : undefined;
    return [message, error].filter(text => text !== undefined).join(': ');
  } catch {
    return /^\w*Error: /.test(line) ? line : undefined;
  }
}

function readTail(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
}
