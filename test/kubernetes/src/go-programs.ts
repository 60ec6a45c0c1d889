import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';

export interface GoPrograms {
  /** What they are together, as in "Kubernetes 1.34.2" */
  title: string;
  /** Where they belong; those that are there are left alone */
  folder: string;
  /** Folder of the Go module that pins them */
  module: string;
  /** Packages with a main function, each named as the program is */
  targets: string[];
  /** `-X` and other flags of the linker */
  linkerFlags?: string;
  tags?: string[];
}

/** Names of those that `buildGoPrograms` would build. */
export function missingPrograms({ folder, targets }: Pick<GoPrograms, 'folder' | 'targets'>): string[] {
  return targets.map(target => basename(target)).filter(name => !existsSync(join(folder, name)));
}

/** Builds programs from source, without cgo and all at once; says so, as it takes a while. */
export async function buildGoPrograms(programs: GoPrograms): Promise<void> {
  const { title, folder, module, targets, linkerFlags = '', tags = [] } = programs;
  const missing = missingPrograms(programs);
  if (missing.length === 0) return;
  // Linked in another folder first: an interrupted build leaves no half binary behind.
  const partial = join(folder, 'partial');
  await mkdir(partial, { recursive: true });
  const started = performance.now();
  console.log(`Building ${title}`);
  const wanted = targets.filter(target => missing.includes(basename(target)));
  // Information for debuggers costs a fifth of the compiler's time, and the linker would drop it.
  const flags = ['-trimpath', '-gcflags=all=-dwarf=false', '-ldflags', `-s -w ${linkerFlags}`];
  await execa('go', ['build', ...flags, '-tags', tags.join(','), '-o', `${partial}/`, ...wanted], {
    cwd: module,
    env: { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
  });
  for (const name of missing) await rename(join(partial, name), join(folder, name));
  await rm(partial, { recursive: true });
  console.log(`Built ${title} in ${Math.round((performance.now() - started) / 1000)} s`);
}
