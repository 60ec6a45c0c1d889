import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageBuilder } from '@cartridge-on-kubernetes/cli';

const tag = 'localhost/node-version:ask';

/** Version of the node in an image, without the `v`; asked by a build, which all builders can. */
export async function readNodeVersion(builder: ImageBuilder, image: string): Promise<string> {
  const context = await mkdtemp(join(tmpdir(), 'node-version-'));
  let version: string | undefined;
  try {
    const dockerfile = join(context, 'Dockerfile');
    await writeFile(dockerfile, `FROM ${image}\nRUN ["node", "--version"]\n`);
    await builder.build({
      context,
      dockerfile,
      tags: [tag],
      noCache: true,
      onOutput: line => {
        version ??= /^(?:#\d+ [\d.]+ )?v(\d+\.\d+\.\d+)$/.exec(line.trim())?.[1];
      },
    });
    await builder.remove(tag);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  if (version === undefined) throw new Error(`${image} has no node that says its version`);
  return version;
}
