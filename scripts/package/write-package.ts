import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { noticesName } from '../build/third-party.ts';
import { copyContents, listContents } from './contents.ts';
import { packageManifest } from './manifest.ts';
import { packageNotices } from './notices.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Writes the npm package of the command from dist/ as it is, and gives its archive. The same input gives the same bytes. */
export async function writePackage({ output }: { output: string }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cartridge-package-'));
  try {
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const contents = listContents(manifest.version);
    await writeFile(join(folder, noticesName), packageNotices(root));
    await copyFile(fileURLToPath(new URL('README.md', import.meta.url)), join(folder, 'README.md'));
    await copyContents({ root, target: folder, contents });
    const packed = packageManifest(manifest, [...contents, noticesName]);
    await writeFile(join(folder, 'package.json'), `${JSON.stringify(packed, undefined, 2)}\n`);
    await mkdir(output, { recursive: true });
    const { stdout } = await execa('npm', ['pack', folder, '--pack-destination', output, '--json'], {
      cwd: folder,
    });
    return join(output, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
