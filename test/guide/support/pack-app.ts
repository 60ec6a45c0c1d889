import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repository, type TestCluster } from '@cartridge-on-kubernetes/test-kit';

const source = join(repository, 'examples/guide/test-app');

interface Change {
  /** path in the application */
  file: string;
  edit(source: string): string;
}

/** What the guide's application gets for tests: keys to write and read (keys.lua), see KeyWriter. */
const withKeys: Change = {
  file: 'app/roles/custom.lua',
  edit: code =>
    code
      .replace('    return true\nend', "    require('app.keys').serve(httpd)\n    return true\nend")
      .replace(
        /(local function apply_config\(conf, opts\)).*\n/,
        "$1\n    require('app.keys').create_space(opts)\n",
      ),
};

/** Packs the guide's application as a developer does, after changing a file of a copy if one is given. */
export async function packApp(cluster: TestCluster, tag: string, change?: Change): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'app-'));
  try {
    const folder = join(parent, basename(source));
    await cp(source, folder, { recursive: true });
    await copyFile(new URL('./keys.lua', import.meta.url), join(folder, 'app/keys.lua'));
    await applyChange(folder, withKeys);
    if (change !== undefined) await applyChange(folder, change);
    await cluster.packImage(folder, tag);
  } finally {
    await rm(parent, { recursive: true });
  }
}

async function applyChange(folder: string, { file, edit }: Change): Promise<void> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`The change to ${file} changes nothing`);
  await writeFile(path, after);
}

export const firstImage = 'vanyarock01/test-app:0.1.0-0-g68f6117';
export const secondTag = '0.1.0-1-g4577716';
export const secondImage = `vanyarock01/test-app:${secondTag}`;
