import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobFolder } from './blob-folder.ts';
import { writeManifest } from './build-image.ts';
import { ImageError } from './image-error.ts';
import { normalizeImageReference } from './image-reference.ts';
import {
  containerdNameAnnotation,
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
  mediaTypes,
  referenceAnnotation,
} from './oci-types.ts';

export interface ImportedImage {
  manifest: Descriptor;
  /** full references; empty for an image without a name */
  references: string[];
}

/** Takes over the images of a folder in OCI layout or in the form of `docker save`. */
export async function importLayout(blobs: BlobFolder, folder: string): Promise<ImportedImage[]> {
  const docker = await readJson<DockerArchiveEntry[]>(join(folder, 'manifest.json'));
  if (docker) return importDockerArchive(blobs, folder, docker);
  const index = await readJson<ImageIndex>(join(folder, 'index.json'));
  if (!index) {
    throw new ImageError(
      'ArchiveUnreadable',
      `${folder} holds no image: neither index.json nor manifest.json is there`,
    );
  }
  const images: ImportedImage[] = [];
  for (const entry of index.manifests) {
    const manifest = await importManifest(blobs, folder, entry);
    const name = entry.annotations?.[containerdNameAnnotation] ?? entry.annotations?.[referenceAnnotation];
    images.push({ manifest, references: name ? [normalizeImageReference(name)] : [] });
  }
  return images;
}

interface DockerArchiveEntry {
  Config: string;
  RepoTags?: string[] | null;
  Layers: string[];
}

async function importDockerArchive(
  blobs: BlobFolder,
  folder: string,
  entries: DockerArchiveEntry[],
): Promise<ImportedImage[]> {
  const images: ImportedImage[] = [];
  for (const entry of entries) {
    const config = await importFile(blobs, join(folder, entry.Config), { mediaType: mediaTypes.config });
    const layers: Descriptor[] = [];
    for (const layer of entry.Layers) {
      layers.push(await importFile(blobs, join(folder, layer), { mediaType: mediaTypes.layer }));
    }
    const manifest = await writeManifest(blobs, { config, layers });
    images.push({ manifest, references: (entry.RepoTags ?? []).map(normalizeImageReference) });
  }
  return images;
}

async function importManifest(blobs: BlobFolder, folder: string, entry: Descriptor): Promise<Descriptor> {
  const stored = await importFile(blobs, blobPath(folder, entry.digest), {
    mediaType: entry.mediaType,
    expectedDigest: entry.digest,
  });
  if (isIndex(entry.mediaType)) {
    const index = await blobs.readJson<ImageIndex>(stored.digest);
    return importManifest(blobs, folder, choosePlatform(index));
  }
  const manifest = await blobs.readJson<ImageManifest>(stored.digest);
  for (const part of [manifest.config, ...manifest.layers]) {
    if (await blobs.has(part.digest)) continue;
    await importFile(blobs, blobPath(folder, part.digest), {
      mediaType: part.mediaType,
      expectedDigest: part.digest,
    });
  }
  return stored;
}

export function isIndex(mediaType: string): boolean {
  return mediaType === mediaTypes.index || mediaType === mediaTypes.dockerIndex;
}

export function choosePlatform(index: ImageIndex): Descriptor {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const images = index.manifests.filter(entry => entry.platform?.os !== 'unknown');
  const fitting = images.find(
    entry => entry.platform?.os === 'linux' && entry.platform.architecture === architecture,
  );
  const chosen = fitting ?? images[0];
  if (!chosen) throw new ImageError('ImageDamaged', 'The image index names no image');
  return chosen;
}

async function importFile(
  blobs: BlobFolder,
  path: string,
  options: { mediaType: string; expectedDigest?: string },
): Promise<Descriptor> {
  await access(path).catch(cause => {
    throw new ImageError('ArchiveUnreadable', `The image archive is incomplete: ${path} is missing`, {
      cause,
    });
  });
  return blobs.write(createReadStream(path), options);
}

function blobPath(folder: string, digest: string): string {
  return join(folder, 'blobs', ...digest.split(':', 2));
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ImageError('ArchiveUnreadable', `${path} is not JSON`, { cause });
  }
}
