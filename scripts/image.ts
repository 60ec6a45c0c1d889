// Builds the operator's image from dist/ with docker, podman or buildah, and the list of what is in it.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BuilderName, findImageBuilder } from '@cartridge/cli';
import { execa } from 'execa';
import { buildNodeBase } from './images/node-base.ts';
import { buildOperatorImage, operatorTag } from './images/project-images.ts';

const { values } = parseArgs({
  options: {
    /** image with Node to build on; without one it is made from this machine's node */
    base: { type: 'string' },
    tag: { type: 'string', default: operatorTag },
    /** docker, podman or buildah; without one, the first that works */
    use: { type: 'string' },
    /** archive to write, as `docker save` does */
    output: { type: 'string' },
  },
});

const builder = await findImageBuilder(values.use as BuilderName | undefined);
const base = values.base ?? (await buildNodeBase(builder));
await buildOperatorImage({ builder, base, tag: values.tag });
console.log(`Built ${values.tag} on ${base} with ${builder.name}`);
if (values.output !== undefined) await builder.save({ tag: values.tag, archive: values.output });

const { stdout } = await execa('npm', [
  'sbom',
  '--sbom-format',
  'cyclonedx',
  '--omit',
  'dev',
  '--workspace',
  'packages/operator',
]);
await mkdir('dist/images', { recursive: true });
await writeFile('dist/images/tarantool-operator.cdx.json', stdout);
console.log('Wrote dist/images/tarantool-operator.cdx.json');
