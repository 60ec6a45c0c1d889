import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { execa } from 'execa';

export interface GoProgram {
  /** Where it belongs; one that is there is left alone */
  file: string;
  /** Folder of the Go module that pins it */
  module: string;
  /** Package with its main function */
  target: string;
  /** `-X` and other flags of the linker */
  linkerFlags?: string;
}

/** Builds a program from source, without cgo; says so, as it takes a while. */
export async function buildGoProgram({ file, module, target, linkerFlags = '' }: GoProgram): Promise<void> {
  if (existsSync(file)) return;
  await mkdir(dirname(file), { recursive: true });
  const started = Date.now();
  console.log(`Building ${basename(file)}`);
  const flags = ['-trimpath', '-ldflags', `-s -w ${linkerFlags}`];
  // Linked under another name first: an interrupted build leaves no half binary behind.
  await execa('go', ['build', ...flags, '-o', `${file}.partial`, target], {
    cwd: module,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
  });
  await execa('mv', [`${file}.partial`, file]);
  console.log(`Built ${basename(file)} in ${Math.round((Date.now() - started) / 1000)} s`);
}
