import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectVersion } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';

/** Unpacks the bundle and gives its folder. */
export async function unpackBundle(archive: string, parent: string): Promise<string> {
  await execa('tar', ['-xzf', archive, '-C', parent]);
  return join(parent, `tarantool-operator-bundle-${projectVersion}`);
}

/** The commands to type by the headings of INSTALL.md, in order. */
export async function readCommands(folder: string): Promise<Array<{ heading: string; commands: string[] }>> {
  const text = await readFile(join(folder, 'INSTALL.md'), 'utf8');
  return text
    .split(/^## /m)
    .slice(1)
    .map(section => ({
      heading: section.slice(0, section.indexOf('\n')),
      commands: [...section.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
        block.trim().split('\n'),
      ),
    }));
}
