import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Reads a file of the state folder, or makes it once: readable by its owner alone, whole or not there. */
export function readOrCreate(path: string, create: () => string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const content = create();
  writePrivateFile(path, content);
  return content;
}

export function writePrivateFile(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600, flush: true });
  renameSync(temporary, path);
}
