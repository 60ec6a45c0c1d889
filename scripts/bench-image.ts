// Measures the operator's image in containers of podman, as root. Prints numbers only.
import { parseArgs } from 'node:util';
import { completeReference, findImageBuilder } from '@cartridge/cli';
import { measureImage } from './bench/measure-image.ts';
import { printMeasurement } from './bench/measurement.ts';
import { buildNodeBase } from './images/node-base.ts';
import { buildOperatorImage, operatorTag } from './images/project-images.ts';

/** Image with Node to build on; without one it is made from this machine's node. */
const { values } = parseArgs({ options: { base: { type: 'string' } } });

const builder = await findImageBuilder('podman');
const base = values.base ?? (await buildNodeBase(builder));
await buildOperatorImage({ builder, base, tag: operatorTag });
for (const measurement of await measureImage(completeReference(operatorTag), base))
  printMeasurement(measurement);
