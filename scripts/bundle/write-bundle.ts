import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { filesBelow } from '../build/files.ts';
import { packageCharts } from '../charts/package-charts.ts';
import { archiveFolder, rewriteArchive } from './archive.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guide = fileURLToPath(new URL('INSTALL.md', import.meta.url));

export interface BundleOptions {
  version: string;
  helm: string;
  /** archive of the operator's image, as `docker save` writes it */
  image: string;
  /** list of what is in the image */
  sbom?: string;
  /** folder that takes the bundle */
  output: string;
}

/** Writes everything that has to be carried inside into one archive; the same input gives the same bytes. */
export async function writeBundle({ version, helm, image, sbom, output }: BundleOptions): Promise<string> {
  const temporary = await mkdtemp(join(tmpdir(), 'bundle-'));
  try {
    const name = `tarantool-operator-bundle-${version}`;
    const folder = join(temporary, name);
    await mkdir(join(folder, 'images'), { recursive: true });
    const carried = join(folder, `images/tarantool-operator-${version}`);
    await copyFile(image, `${carried}.tar`);
    if (sbom !== undefined) await copyFile(sbom, `${carried}.cdx.json`);
    await addCharts({ helm, folder });
    for (const values of ['operator_values.yaml', 'values.yaml'])
      await copyFile(join(root, 'examples/offline', values), join(folder, values));
    await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
    const text = await readFile(guide, 'utf8');
    await writeFile(join(folder, 'INSTALL.md'), text.replaceAll('VERSION', version));
    await writeChecksums(folder);
    await mkdir(output, { recursive: true });
    const archive = join(output, `${name}.tar.gz`);
    await archiveFolder(folder, archive);
    return archive;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Both as archives, and the application's chart unpacked where the guide looks for it. */
async function addCharts({ helm, folder }: { helm: string; folder: string }): Promise<void> {
  const charts = join(folder, 'charts');
  await packageCharts({ helm, folder: charts });
  // The index of a repository: it holds the time, and nothing here is one.
  await rm(join(charts, 'index.yaml'));
  for (const archive of filesBelow(charts)) await rewriteArchive(archive);
  await cp(join(root, 'charts/cartridge'), join(folder, 'examples/kv/helm-chart'), { recursive: true });
}

/** As `sha256sum` writes and checks them. */
async function writeChecksums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const file of filesBelow(folder)) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    lines.push(`${hash.digest('hex')}  ${relative(folder, file)}\n`);
  }
  await writeFile(join(folder, 'SHA256SUMS'), lines.join(''));
}
