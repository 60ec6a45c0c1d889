import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractArchive } from './archive-folder.ts';
import { BlobFolder } from './blob-folder.ts';
import { buildImage, type ImageRecipe } from './build-image.ts';
import { exportArchive } from './export-archive.ts';
import { ImageError } from './image-error.ts';
import { ImageIndexFile } from './image-index-file.ts';
import { formatFamiliarReference, normalizeImageReference, parseImageReference } from './image-reference.ts';
import { importLayout } from './import-layout.ts';
import { type Descriptor, type ImageConfig, type ImageManifest, referenceAnnotation } from './oci-types.ts';
import { findOwnedPaths } from './owned-paths.ts';
import { pullImage } from './pull-image.ts';
import type { RegistryCredentials } from './registry-session.ts';
import { unpackLayers } from './unpack-image.ts';

export interface StoredImage {
  /** as people write it, for example `vanyarock01/test-app:0.1.0` */
  reference: string;
  /** of the manifest */
  digest: string;
  sizeBytes: number;
}

export interface UnpackedImage {
  digest: string;
  config: ImageConfig;
  /** host folder with the layers laid over each other */
  rootfs: string;
  /** absolute container paths that belong to the image (see owned-paths.ts) */
  ownedPaths: string[];
}

export interface ImageStore {
  readonly folder: string;
  /** Loads an archive (OCI layout or `docker save`, plain or gzip) or a layout folder; returns the names loaded. */
  load(path: string): Promise<string[]>;
  list(): Promise<StoredImage[]>;
  has(reference: string): Promise<boolean>;
  /** Forgets a name; the content goes when no other name needs it. */
  remove(reference: string): Promise<void>;
  tag(source: string, target: string): Promise<void>;
  buildImage(recipe: ImageRecipe & { tags: string[] }): Promise<StoredImage>;
  /** Writes the images to a tar that `docker load` reads. */
  export(references: string[], file: string): Promise<void>;
  pull(reference: string, credentials?: RegistryCredentials[]): Promise<void>;
  /** The image as a folder; unpacked once, shared by all containers. */
  unpack(reference: string): Promise<UnpackedImage>;
  /** Deletes unpacked folders of images that are gone; only safe while no container runs. */
  pruneUnpacked(): Promise<void>;
}

/** Opens the image store in a folder. Several processes may use it at once. */
export function openImageStore(folder: string): ImageStore {
  return new FolderImageStore(folder);
}

class FolderImageStore implements ImageStore {
  readonly folder: string;
  readonly #blobs: BlobFolder;
  readonly #index: ImageIndexFile;
  readonly #unpacking = new Map<string, Promise<UnpackedImage>>();

  constructor(folder: string) {
    this.folder = folder;
    this.#blobs = new BlobFolder(folder);
    this.#index = new ImageIndexFile(folder);
  }

  async load(path: string): Promise<string[]> {
    const found = await stat(path).catch(cause => {
      throw new ImageError('ArchiveUnreadable', `There is no image archive ${path}`, { cause });
    });
    const temporary = join(this.folder, `.load-${process.pid}-${randomBytes(4).toString('hex')}`);
    try {
      if (!found.isDirectory()) {
        await mkdir(temporary, { recursive: true });
        await extractArchive(path, temporary);
      }
      const images = await importLayout(this.#blobs, found.isDirectory() ? path : temporary);
      const names = images.flatMap(image => image.references);
      if (names.length === 0) {
        throw new ImageError('ArchiveUnreadable', `The image in ${path} has no name: save it with its tag`);
      }
      for (const image of images) await this.#setReferences(image.manifest, image.references);
      return names.map(name => formatFamiliarReference(parseImageReference(name)));
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async list(): Promise<StoredImage[]> {
    const { manifests } = await this.#index.read();
    return Promise.all(manifests.map(entry => this.#describe(entry)));
  }

  async has(reference: string): Promise<boolean> {
    return (await this.#find(reference)) !== undefined;
  }

  async remove(reference: string): Promise<void> {
    const entry = await this.#get(reference);
    const name = entry.annotations?.[referenceAnnotation];
    await this.#index.update(index => ({
      ...index,
      manifests: index.manifests.filter(found => found.annotations?.[referenceAnnotation] !== name),
    }));
    await this.#removeUnusedParts(entry);
  }

  async tag(source: string, target: string): Promise<void> {
    await this.#setReferences(await this.#get(source), [normalizeImageReference(target)]);
  }

  async buildImage(recipe: ImageRecipe & { tags: string[] }): Promise<StoredImage> {
    const references = recipe.tags.map(normalizeImageReference);
    const manifest = await buildImage(this.#blobs, recipe);
    await this.#setReferences(manifest, references);
    return this.#describe({ ...manifest, annotations: { [referenceAnnotation]: references[0] ?? '' } });
  }

  async export(references: string[], file: string): Promise<void> {
    const images = await Promise.all(
      references.map(async reference => ({
        reference: normalizeImageReference(reference),
        manifest: withoutAnnotations(await this.#get(reference)),
      })),
    );
    await exportArchive(this.#blobs, images, file);
  }

  async pull(reference: string, credentials: RegistryCredentials[] = []): Promise<void> {
    const parsed = parseImageReference(reference);
    const manifest = await pullImage(this.#blobs, parsed, credentials);
    await this.#setReferences(manifest, [normalizeImageReference(reference)]);
  }

  async unpack(reference: string): Promise<UnpackedImage> {
    const { digest } = await this.#get(reference);
    const running = this.#unpacking.get(digest);
    if (running) return running;
    const unpacked = this.#unpackOnce(digest);
    this.#unpacking.set(digest, unpacked);
    unpacked.catch(() => this.#unpacking.delete(digest));
    return unpacked;
  }

  async pruneUnpacked(): Promise<void> {
    const kept = new Set((await this.#index.read()).manifests.map(entry => hexOf(entry.digest)));
    const names = await readdir(join(this.folder, 'unpacked')).catch(() => []);
    for (const name of names) {
      if (!kept.has(name)) await rm(join(this.folder, 'unpacked', name), { recursive: true, force: true });
    }
  }

  async #unpackOnce(digest: string): Promise<UnpackedImage> {
    const target = join(this.folder, 'unpacked', hexOf(digest));
    const manifest = await this.#blobs.readJson<ImageManifest>(digest);
    const config = await this.#blobs.readJson<ImageConfig>(manifest.config.digest);
    const description = join(target, 'owned-paths.json');
    if (!(await exists(description))) {
      const temporary = `${target}.incomplete-${process.pid}`;
      await rm(temporary, { recursive: true, force: true });
      await unpackLayers(this.#blobs, manifest, join(temporary, 'rootfs'));
      const owned = await findOwnedPaths(join(temporary, 'rootfs'));
      await writeFile(join(temporary, 'owned-paths.json'), JSON.stringify(owned));
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    }
    const ownedPaths = JSON.parse(await readFile(description, 'utf8')) as string[];
    return { digest, config, rootfs: join(target, 'rootfs'), ownedPaths };
  }

  async #find(reference: string): Promise<Descriptor | undefined> {
    const name = normalizeImageReference(reference);
    const { digest } = parseImageReference(reference);
    const { manifests } = await this.#index.read();
    return manifests.find(
      entry => entry.annotations?.[referenceAnnotation] === name || (digest && entry.digest === digest),
    );
  }

  async #get(reference: string): Promise<Descriptor> {
    const found = await this.#find(reference);
    if (found) return found;
    throw new ImageError('ImageNotFound', `The image "${reference}" is not in the local image store`);
  }

  async #setReferences(manifest: Descriptor, references: string[]): Promise<void> {
    const entries = references.map(reference => ({
      ...withoutAnnotations(manifest),
      annotations: { [referenceAnnotation]: reference },
    }));
    await this.#index.update(index => ({
      ...index,
      manifests: [
        ...index.manifests.filter(
          entry => !references.includes(entry.annotations?.[referenceAnnotation] ?? ''),
        ),
        ...entries,
      ],
    }));
  }

  async #describe(entry: Descriptor): Promise<StoredImage> {
    const manifest = await this.#blobs.readJson<ImageManifest>(entry.digest);
    const parts = [manifest.config, ...manifest.layers];
    return {
      reference: formatFamiliarReference(parseImageReference(entry.annotations?.[referenceAnnotation] ?? '')),
      digest: entry.digest,
      sizeBytes: parts.reduce((sum, part) => sum + part.size, 0),
    };
  }

  async #removeUnusedParts(removed: Descriptor): Promise<void> {
    const used = new Set<string>();
    for (const entry of (await this.#index.read()).manifests) {
      for (const digest of await this.#partsOf(entry)) used.add(digest);
    }
    for (const digest of await this.#partsOf(removed)) {
      if (!used.has(digest)) await this.#blobs.remove(digest);
    }
  }

  async #partsOf(entry: Descriptor): Promise<string[]> {
    const manifest = await this.#blobs.readJson<ImageManifest>(entry.digest);
    return [...[manifest.config, ...manifest.layers].map(part => part.digest), entry.digest];
  }
}

function withoutAnnotations(descriptor: Descriptor): Descriptor {
  const { annotations: _, ...rest } = descriptor;
  return rest;
}

function hexOf(digest: string): string {
  return digest.replace('sha256:', '');
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
