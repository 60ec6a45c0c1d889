import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The shallowest paths of an unpacked image that are the image's alone, as absolute container paths. A folder
 * that holds one folder and nothing else (`/usr/share`) is only on the way; the root never counts.
 */
export async function findOwnedPaths(root: string): Promise<string[]> {
  const owned: string[] = [];
  const descend = async (path: string): Promise<void> => {
    const entries = await readdir(join(root, path), { withFileTypes: true });
    const onlyFolders = entries.length > 0 && entries.every(entry => entry.isDirectory());
    if (path !== '' && !onlyFolders) {
      owned.push(path);
      return;
    }
    for (const entry of entries) {
      if (entry.isDirectory()) await descend(`${path}/${entry.name}`);
      else owned.push(`${path}/${entry.name}`);
    }
  };
  await descend('');
  return owned.sort();
}
