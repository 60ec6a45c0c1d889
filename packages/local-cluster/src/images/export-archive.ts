import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import type { BlobFolder } from './blob-folder.ts';
import { formatFamiliarReference, parseImageReference } from './image-reference.ts';
import {
  containerdNameAnnotation,
  type Descriptor,
  type ImageManifest,
  mediaTypes,
  referenceAnnotation,
} from './oci-types.ts';

export interface ExportedImage {
  reference: string;
  manifest: Descriptor;
}

/** A tar that `docker load`, podman, skopeo and this store read: OCI layout with Docker's manifest.json. */
export async function exportArchive(blobs: BlobFolder, images: ExportedImage[], file: string): Promise<void> {
  const tar = pack();
  const temporary = `${file}.incomplete-${process.pid}`;
  const writing = pipeline(tar as unknown as NodeJS.ReadableStream, createWriteStream(temporary));
  try {
    const adding = addContent(tar, blobs, images).then(() => tar.finalize());
    // Both at once: the error of a full disk is noticed while content is still added.
    await Promise.all([adding, writing]);
    await rename(temporary, file);
  } catch (error) {
    tar.destroy(error as Error);
    await Promise.allSettled([writing]);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

type Pack = ReturnType<typeof pack>;

async function addContent(tar: Pack, blobs: BlobFolder, images: ExportedImage[]): Promise<void> {
  const docker: unknown[] = [];
  const digests = new Set<string>();
  for (const image of images) {
    const manifest = await blobs.readJson<ImageManifest>(image.manifest.digest);
    const parts = [image.manifest, manifest.config, ...manifest.layers];
    for (const part of parts) digests.add(part.digest);
    docker.push({
      Config: archivePath(manifest.config.digest),
      RepoTags: [formatFamiliarReference(parseImageReference(image.reference))],
      Layers: manifest.layers.map(layer => archivePath(layer.digest)),
    });
  }
  const index = {
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: images.map(image => ({
      ...image.manifest,
      annotations: {
        [containerdNameAnnotation]: image.reference,
        [referenceAnnotation]: parseImageReference(image.reference).tag ?? '',
      },
    })),
  };
  tar.entry({ name: 'oci-layout' }, '{"imageLayoutVersion":"1.0.0"}');
  tar.entry({ name: 'index.json' }, JSON.stringify(index));
  tar.entry({ name: 'manifest.json' }, JSON.stringify(docker));
  for (const digest of digests) {
    const entry = tar.entry({ name: archivePath(digest), size: await blobs.size(digest) });
    await pipeline(blobs.read(digest), entry);
  }
}

function archivePath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
