import { openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import type { OutputFormat } from '../commands/options.ts';
import { formatColumns } from '../output/columns.ts';
import { locateStateFolder, openStateFolder } from './state-folder.ts';

export async function loadImages(files: string[]): Promise<void> {
  const store = openImageStore(openStateFolder().images);
  for (const file of files) {
    for (const reference of await store.load(file)) console.log(`Loaded image: ${reference}`);
  }
}

export async function listImages(format: OutputFormat): Promise<void> {
  const images = await openImageStore(locateStateFolder().images).list();
  if (format === 'json') {
    console.log(JSON.stringify(images, undefined, 2));
    return;
  }
  const rows = images.map(image => [image.reference, image.digest.slice(7, 19), formatSize(image.sizeBytes)]);
  console.log(formatColumns([['IMAGE', 'DIGEST', 'SIZE'], ...rows]));
}

function formatSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${units[power]}`;
}
