// Writes dist/package/cartridge-on-kubernetes-cli-VERSION.tgz: the command as an npm package that needs no checkout.
import { resolve } from 'node:path';
import { writePackage } from './package/write-package.ts';

console.log(`Wrote ${await writePackage({ output: resolve('dist/package') })}`);
