import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Puts the names of the files in a folder on disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
