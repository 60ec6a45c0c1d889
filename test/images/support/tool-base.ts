import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sharedLibraries } from '../../../scripts/images/shared-libraries.ts';

const tools = ['sh', 'rm', 'chmod', 'mkdir', 'cat', 'cp', 'sleep'];

/** Says its version; starts nothing. */
const tarantool = `#!/bin/sh
echo "Tarantool 2.10.0 of the test"
`;

/** Installs the rocks of third_party and, of those on servers, none: that is what the tests can see of the real one. */
const tarantoolctl = `#!/bin/sh
set -e
[ "$1" = rocks ] || exit 2
mkdir -p .rocks/share/tarantool
case "$2" in
install) echo "dependencies of $4" >> .rocks/share/tarantool/installed ;;
make)
  if [ "$3" = --chdir ]; then cp "$4"/*.lua .rocks/share/tarantool/; exit 0; fi
  echo "made $3" >> .rocks/share/tarantool/installed
  ;;
*) exit 2 ;;
esac
`;

/** Writes the root of an image with a shell of this machine, and stand-ins for Tarantool and its rocks. */
export async function writeToolRoot(root: string): Promise<void> {
  for (const tool of tools) {
    const source = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
    await copy(source, join(root, 'bin', tool));
    for (const library of await sharedLibraries(source)) await copy(library, join(root, library));
  }
  await writeProgram(join(root, 'usr/bin/tarantool'), tarantool);
  await writeProgram(join(root, 'usr/bin/tarantoolctl'), tarantoolctl);
  await mkdir(join(root, 'tmp'), { recursive: true });
}

async function copy(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
  await chmod(target, 0o755);
}

export async function writeProgram(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content, { mode: 0o755 });
}
