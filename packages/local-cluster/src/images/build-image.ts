import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { BlobFolder } from './blob-folder.ts';
import { type LayerSource, openLayerTar } from './layer-tar.ts';
import {
  type ContainerConfig,
  type Descriptor,
  type ImageConfig,
  type ImageManifest,
  mediaTypes,
} from './oci-types.ts';

export interface ImageRecipe {
  config: ContainerConfig;
  layers: LayerSource[];
  /** ISO time written into the image; the same recipe and time give the same digest */
  created?: string;
}

const architectures: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

/** Writes the parts of a one-platform image and returns its manifest's descriptor. */
export async function buildImage(blobs: BlobFolder, recipe: ImageRecipe): Promise<Descriptor> {
  const layers: Descriptor[] = [];
  const diffIds: string[] = [];
  for (const source of recipe.layers) {
    const { layer, diffId } = await writeLayer(blobs, source);
    layers.push(layer);
    diffIds.push(diffId);
  }
  const config: ImageConfig = {
    created: recipe.created ?? new Date(0).toISOString(),
    architecture: architectures[process.arch] ?? process.arch,
    os: 'linux',
    config: recipe.config,
    rootfs: { type: 'layers', diff_ids: diffIds },
  };
  const configPart = await writeJson(blobs, config, mediaTypes.config);
  return writeManifest(blobs, { config: configPart, layers });
}

export function writeManifest(
  blobs: BlobFolder,
  parts: { config: Descriptor; layers: Descriptor[] },
): Promise<Descriptor> {
  const manifest: ImageManifest = { schemaVersion: 2, mediaType: mediaTypes.manifest, ...parts };
  return writeJson(blobs, manifest, mediaTypes.manifest);
}

function writeJson(blobs: BlobFolder, value: unknown, mediaType: string): Promise<Descriptor> {
  return blobs.write(Readable.from([Buffer.from(JSON.stringify(value))]), { mediaType });
}

async function writeLayer(
  blobs: BlobFolder,
  source: LayerSource,
): Promise<{ layer: Descriptor; diffId: string }> {
  const hash = createHash('sha256');
  const tar = openLayerTar(source);
  const gzip = createGzip({ level: 1 });
  const measured = new PassThrough();
  measured.on('data', (chunk: Buffer) => hash.update(chunk));
  tar.on('error', error => gzip.destroy(error));
  tar.pipe(measured).pipe(gzip);
  const layer = await blobs.write(gzip, { mediaType: mediaTypes.gzipLayer });
  return { layer, diffId: `sha256:${hash.digest('hex')}` };
}
