// Measures the operator's image in containers of podman, as root. Prints numbers only.
import { parseArgs } from 'node:util';
import { completeReference, findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { measureImage } from './bench/measure-image.ts';
import { printMeasurement } from './bench/measurement.ts';
import { buildDebianBase } from './images/debian-base.ts';
import { buildNodeBase } from './images/node-base.ts';
import { buildOperatorImage, operatorTag } from './images/project-images.ts';

const { values } = parseArgs({
  options: {
    /** image with Node to build on; without one it is made from this machine's node */
    base: { type: 'string' },
    /** make the base of Debian's packages instead */
    debootstrap: { type: 'boolean', default: false },
  },
});

const builder = await findImageBuilder('podman');
const base = values.base ?? (await (values.debootstrap ? buildDebianBase : buildNodeBase)(builder));
await buildOperatorImage({ builder, base, tag: operatorTag });
for (const measurement of await measureImage(completeReference(operatorTag), base))
  printMeasurement(measurement);
