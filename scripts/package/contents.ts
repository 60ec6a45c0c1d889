import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setNormalModes } from '../images/normal-modes.ts';

/**
 * Files and folders of the checkout that the command reads when it runs, at the same places in the package: then the
 * command finds them in both in the same way (packages/cli/src/project-folder.ts).
 */
export function listContents(version: string): string[] {
  return [
    'LICENSE',
    'charts',
    'dist/cli',
    'dist/dev-instance',
    'dist/local-cluster',
    `dist/images/tarantool-operator-${version}.tar`,
    'examples/guide',
    'packages/cli/bin',
    'packages/cli/templates',
  ];
}

/** Errors: the build has not made one of them. */
export async function copyContents(options: {
  root: string;
  target: string;
  contents: string[];
}): Promise<void> {
  const { root, target, contents } = options;
  const missing = contents.find(path => !existsSync(join(root, path)));
  if (missing !== undefined) throw new Error(`${missing} is missing: run \`npm run build\` first`);
  for (const path of contents) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await cp(join(root, path), join(target, path), { recursive: true, filter: isPacked });
  }
  await setNormalModes(target);
}

/** npm leaves such a file out, but obeys it before. */
function isPacked(file: string): boolean {
  return basename(file) !== '.gitignore';
}
