import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { inside } from './holder.ts';

export interface ImageContent {
  name: string;
  socket: string;
  /** path in the image → file on this machine */
  files: Record<string, string>;
  /** the `config` of an OCI image */
  config: Record<string, unknown>;
}

/** Makes an image of a few files and imports it where the kubelet finds it. */
export async function importImage({ name, socket, files, config }: ImageContent): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'image-'));
  try {
    const layer = join(folder, 'layer.tar');
    for (const [target, source] of Object.entries(files)) {
      await mkdir(dirname(join(folder, 'root', target)), { recursive: true });
      await cp(source, join(folder, 'root', target));
    }
    await execa('tar', ['-C', join(folder, 'root'), '-cf', layer, '.']);
    const archive = await writeDockerArchive(folder, name, config);
    await importArchive(archive, socket);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Imports an archive as `docker save` or `podman save` writes it. */
export async function importArchive(archive: string, socket: string): Promise<void> {
  await inside(['ctr', '--address', socket, '--namespace', 'k8s.io', 'images', 'import', archive]);
}

async function writeDockerArchive(
  folder: string,
  name: string,
  config: Record<string, unknown>,
): Promise<string> {
  const layerDigest = createHash('sha256')
    .update(await readFile(join(folder, 'layer.tar')))
    .digest('hex');
  const image = {
    architecture: 'amd64',
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: [`sha256:${layerDigest}`] },
  };
  const text = JSON.stringify(image);
  const configFile = `${createHash('sha256').update(text).digest('hex')}.json`;
  await writeFile(join(folder, configFile), text);
  const manifest = [{ Config: configFile, RepoTags: [name], Layers: ['layer.tar'] }];
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  const archive = join(folder, 'image.tar');
  await execa('tar', ['-C', folder, '-cf', archive, 'manifest.json', configFile, 'layer.tar']);
  return archive;
}
