import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageBuilder } from '@cartridge-on-kubernetes/cli';
import { readCommit } from '../build/commit.ts';
import { setNormalModes } from './normal-modes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};

export const operatorTag = `tarantool/tarantool-operator:${version}`;

/** The same files give the same image: without the layers between, whose names are in its history. */
export const reproducible = { noCache: true, timestampSeconds: 0 };

interface ImageOptions {
  builder: ImageBuilder;
  /** image with Node that it stands on */
  base: string;
  tag: string;
}

/** Of dist/operator as it is. */
export async function buildOperatorImage({ builder, base, tag }: ImageOptions): Promise<void> {
  await setNormalModes(join(root, 'dist/operator'), join(root, 'LICENSE'));
  await builder.build({
    context: root,
    dockerfile: join(root, 'images/operator/Dockerfile'),
    tags: [tag],
    buildArguments: { BASE: base, VERSION: version, REVISION: readCommit() },
    ...reproducible,
  });
}

/** The base of application images that run the dev instance; of dist/dev-instance as it is. */
export async function buildDevInstanceImage({ builder, base, tag }: ImageOptions): Promise<void> {
  await setNormalModes(join(root, 'dist/dev-instance'), join(root, 'images/dev-instance'));
  await builder.build({
    context: root,
    dockerfile: join(root, 'images/dev-instance/Dockerfile'),
    tags: [tag],
    buildArguments: { BASE: base },
    ...reproducible,
  });
}
