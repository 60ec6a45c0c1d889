import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { BlobFolder } from './blob-folder.ts';
import { ImageError } from './image-error.ts';
import { formatImageReference, type ImageReference } from './image-reference.ts';
import { choosePlatform, isIndex } from './import-layout.ts';
import { type Descriptor, type ImageIndex, type ImageManifest, mediaTypes } from './oci-types.ts';
import { openRegistrySession, type RegistryCredentials, type RegistrySession } from './registry-session.ts';

const acceptedManifests = [
  mediaTypes.index,
  mediaTypes.manifest,
  mediaTypes.dockerIndex,
  mediaTypes.dockerManifest,
].join(', ');

/** Fetches an image through the OCI distribution API and returns its manifest's descriptor. */
export async function pullImage(
  blobs: BlobFolder,
  reference: ImageReference,
  credentials: RegistryCredentials[],
): Promise<Descriptor> {
  const session = openRegistrySession(reference, credentials);
  const wanted = reference.digest ?? reference.tag ?? 'latest';
  try {
    return await pullManifest(blobs, session, wanted);
  } catch (cause) {
    if (cause instanceof ImageError) throw cause;
    const detail = (cause as { cause?: Error }).cause?.message ?? String((cause as Error).message);
    const name = formatImageReference(reference);
    throw new ImageError('PullFailed', `failed to pull image "${name}": ${detail}`, { cause });
  }
}

async function pullManifest(
  blobs: BlobFolder,
  session: RegistrySession,
  wanted: string,
): Promise<Descriptor> {
  const response = await session.get(`manifests/${wanted}`, acceptedManifests);
  const mediaType = response.headers.get('content-type')?.split(';')[0] ?? mediaTypes.manifest;
  const expectedDigest = wanted.startsWith('sha256:') ? wanted : undefined;
  const stored = await blobs.write(bodyOf(response), { mediaType, expectedDigest });
  if (isIndex(mediaType)) {
    const index = await blobs.readJson<ImageIndex>(stored.digest);
    return pullManifest(blobs, session, choosePlatform(index).digest);
  }
  const manifest = await blobs.readJson<ImageManifest>(stored.digest);
  for (const part of [manifest.config, ...manifest.layers]) {
    if (await blobs.has(part.digest)) continue;
    const content = bodyOf(await session.get(`blobs/${part.digest}`));
    await blobs.write(content, { mediaType: part.mediaType, expectedDigest: part.digest });
  }
  return stored;
}

function bodyOf(response: Response): Readable {
  return response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([]);
}
