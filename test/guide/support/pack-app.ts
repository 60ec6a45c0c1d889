import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repository, type TestCluster } from '@cartridge/test-kit';

const source = join(repository, 'examples/guide/test-app');

interface Change {
  /** path in the application */
  file: string;
  edit(source: string): string;
}

/** Packs the guide's application as a developer does, after changing a file of a copy if one is given. */
export async function packApp(cluster: TestCluster, tag: string, change?: Change): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'app-'));
  try {
    const folder = join(parent, basename(source));
    await cp(source, folder, { recursive: true });
    if (change !== undefined) {
      const file = join(folder, change.file);
      const before = await readFile(file, 'utf8');
      const after = change.edit(before);
      if (after === before) throw new Error(`The change to ${change.file} changes nothing`);
      await writeFile(file, after);
    }
    await cluster.packImage(folder, tag);
  } finally {
    await rm(parent, { recursive: true });
  }
}

export const firstImage = 'vanyarock01/test-app:0.1.0-0-g68f6117';
export const secondTag = '0.1.0-1-g4577716';
export const secondImage = `vanyarock01/test-app:${secondTag}`;
