import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { buildNodeBase } from '../../../scripts/images/node-base.ts';
import {
  buildDevInstanceImage,
  buildOperatorImage,
  operatorTag,
} from '../../../scripts/images/project-images.ts';
import { importArchive } from './images.ts';
import { containerdSocket } from './node.ts';

const devInstanceTag = 'localhost/dev-instance:test';

/**
 * What applications are packed on: GUIDE_APP_IMAGE, an image with Tarantool, Cartridge and the rocks of the guide's
 * application, known to the builder; otherwise the dev instance.
 */
export const applicationBase = process.env.GUIDE_APP_IMAGE ?? devInstanceTag;

/** Builds the operator's image and the base of applications from dist/, and gives the node the first. */
export async function prepareImages(): Promise<void> {
  const builder = await findImageBuilder();
  const base = await buildNodeBase(builder);
  await buildOperatorImage({ builder, base, tag: operatorTag });
  if (applicationBase === devInstanceTag) await buildDevInstanceImage({ builder, base, tag: devInstanceTag });
  await importBuiltImage(operatorTag);
}

/** Copies an image from the builder's store to the node's. */
export async function importBuiltImage(tag: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'image-'));
  try {
    const archive = join(folder, 'image.tar');
    const builder = await findImageBuilder();
    await builder.save({ tag, archive });
    await importArchive(archive, containerdSocket);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A Dockerfile for `cartridge pack docker --from`. */
export async function writeApplicationBase(folder: string): Promise<string> {
  const file = join(folder, 'Dockerfile.base');
  await writeFile(file, `FROM ${applicationBase}\n`);
  return file;
}
