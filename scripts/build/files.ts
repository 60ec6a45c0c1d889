import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes beside the file and moves into place: who reads it meanwhile sees the old one or the new one, whole. */
export function replaceFile(file: string, content: Uint8Array): void {
  const draft = `${file}.${process.pid}.next`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(draft, content);
  renameSync(draft, file);
}

export function replaceFolder(source: string, target: string): void {
  const draft = `${target}.${process.pid}.next`;
  cpSync(source, draft, { recursive: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

/** Removes files below the folder that are not among those to keep. */
export function removeOthers(folder: string, kept: string[]): void {
  for (const file of filesBelow(folder)) if (!kept.includes(file)) rmSync(file);
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort();
}
