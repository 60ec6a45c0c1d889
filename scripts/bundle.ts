// Writes dist/bundle/tarantool-operator-bundle-VERSION.tar.gz: what an installation without the internet needs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuilderName, extractBundledTool, findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { writeBundle } from './bundle/write-bundle.ts';
import { buildNodeBase } from './images/node-base.ts';
import { readNodeVersion } from './images/node-version.ts';
import { buildOperatorImage, operatorTag, version } from './images/project-images.ts';
import { writeSbom } from './images/sbom.ts';

const { values } = parseArgs({
  options: {
    /** archive of the operator's image; without one the image is built from dist/ */
    image: { type: 'string' },
    /** image with Node to build on, and the program that builds: as `npm run image` takes them */
    base: { type: 'string' },
    use: { type: 'string' },
    output: { type: 'string', default: 'dist/bundle' },
  },
});

const temporary = await mkdtemp(join(tmpdir(), 'bundle-image-'));
try {
  const content = values.image === undefined ? await buildImage() : { image: values.image };
  const helm = await extractBundledTool('helm');
  console.log(`Wrote ${await writeBundle({ ...content, version, helm, output: values.output })}`);
} finally {
  await rm(temporary, { recursive: true, force: true });
}

async function buildImage(): Promise<{ image: string; sbom: string }> {
  const builder = await findImageBuilder(values.use as BuilderName | undefined);
  const base = values.base ?? (await buildNodeBase(builder));
  const nodeVersion = await readNodeVersion(builder, base);
  await buildOperatorImage({ builder, base, tag: operatorTag });
  const image = join(temporary, 'image.tar');
  await builder.save({ tag: operatorTag, archive: image });
  const sbom = join(temporary, 'image.cdx.json');
  await writeSbom({ version, nodeVersion, file: sbom });
  return { image, sbom };
}
