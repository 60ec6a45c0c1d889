// Builds the operator's image from dist/ with docker, podman or buildah, and the list of what is in it.
import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type BuilderName, findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { buildDebianBase } from './images/debian-base.ts';
import { buildNodeBase } from './images/node-base.ts';
import { readNodeVersion } from './images/node-version.ts';
import { buildOperatorImage, operatorTag, version } from './images/project-images.ts';
import { writeSbom } from './images/sbom.ts';

const { values } = parseArgs({
  options: {
    /** image with Node to build on; without one it is made from this machine's node */
    base: { type: 'string' },
    /** make the base of Debian's packages instead */
    debootstrap: { type: 'boolean', default: false },
    tag: { type: 'string', default: operatorTag },
    /** docker, podman or buildah; without one, the first that works */
    use: { type: 'string' },
    /** archive to write, as `docker save` does */
    output: { type: 'string' },
  },
});

const builder = await findImageBuilder(values.use as BuilderName | undefined);
const base = values.base ?? (await (values.debootstrap ? buildDebianBase : buildNodeBase)(builder));
const nodeVersion = await readNodeVersion(builder, base);
await buildOperatorImage({ builder, base, tag: values.tag });
console.log(`Built ${values.tag} on ${base} with Node ${nodeVersion} by ${builder.name}`);
if (values.output !== undefined) {
  await builder.save({ tag: values.tag, archive: values.output });
  console.log(`Wrote ${values.output}`);
}

const file = 'dist/images/tarantool-operator.cdx.json';
await mkdir('dist/images', { recursive: true });
await writeSbom({ version, nodeVersion, file });
console.log(`Wrote ${file}`);
