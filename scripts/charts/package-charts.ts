import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const charts = fileURLToPath(new URL('../../charts', import.meta.url));

/** Packages both charts into the folder, with an index that makes it a helm repository once it is served. */
export async function packageCharts({ helm, folder }: { helm: string; folder: string }): Promise<void> {
  await mkdir(folder, { recursive: true });
  const paths = ['tarantool-operator', 'cartridge'].map(name => join(charts, name));
  await execa(helm, ['package', ...paths, '--destination', folder]);
  await execa(helm, ['repo', 'index', folder]);
}
