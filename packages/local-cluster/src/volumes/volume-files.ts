import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { VolumeError } from './volume-error.ts';

export interface VolumeFile {
  content: Buffer;
  mode: number;
}

export const defaultFileMode = 0o644;

/** Makes a folder hold exactly these files (relative path → content). Each file changes at once or not at all. */
export async function writeVolumeFiles(folder: string, files: Map<string, VolumeFile>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, file] of files) {
    const path = join(folder, name);
    if (relative(folder, path).startsWith('..')) throw new VolumeError(`path "${name}" leaves its volume`);
    const present = await readFile(path).catch(() => undefined);
    if (present?.equals(file.content)) continue;
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${randomBytes(4).toString('hex')}`;
    await writeFile(temporary, file.content, { mode: 0o600 });
    await chmod(temporary, file.mode);
    await rename(temporary, path);
  }
  await removeOthers(folder, folder, files);
}

async function removeOthers(root: string, folder: string, files: Map<string, VolumeFile>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await removeOthers(root, path, files);
    else if (!files.has(relative(root, path))) await rm(path, { force: true });
  }
}
