import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ImageBuilder } from '@cartridge-on-kubernetes/cli';
import { execa } from 'execa';
import { findDebianMirror } from './debian-mirror.ts';
import { reproducible } from './project-images.ts';
import { sharedLibraries } from './shared-libraries.ts';

const debianBase = 'localhost/debian-node-base:20';

/** Nodes of the machine it was made on, and what serves packages alone. */
const leftOut = [
  './dev/*',
  './proc/*',
  './sys/*',
  './var/cache/apt/*',
  './var/lib/apt/lists/*',
  './var/log/*',
];

/** Why `buildDebianBase` cannot be used here, as one sentence; undefined when it can. */
export async function findDebianObstacle(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'debootstrap needs root';
  if ((await execa('debootstrap', ['--version'], { reject: false })).exitCode !== 0)
    return 'debootstrap is not installed';
  try {
    const { url, release } = await findDebianMirror();
    const file = `${url}dists/${release}/InRelease`;
    const asked = await execa('wget', ['--quiet', '--spider', '--tries=2', '--timeout=10', file], {
      reject: false,
    });
    return asked.exitCode === 0 ? undefined : `${file} does not answer`;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * An image of the smallest Debian, of this machine's release and from where apt gets it, with the packages that node's
 * libraries are in and with this machine's node: Debian's own may be older than the programs need.
 * Errors: it cannot be made here.
 */
export async function buildDebianBase(builder: ImageBuilder): Promise<string> {
  const obstacle = await findDebianObstacle();
  if (obstacle !== undefined) throw new Error(`No base can be made of Debian's packages: ${obstacle}`);
  const { url, release } = await findDebianMirror();
  const context = await mkdtemp(join(tmpdir(), 'debian-base-'));
  try {
    const root = join(context, 'root');
    const packages = await packagesOf(await sharedLibraries(process.execPath));
    // To wait for the disk at each file is for systems that may crash: here it takes as long as all the rest.
    const impatience = join(root, 'etc/dpkg/dpkg.cfg.d/impatience');
    await mkdir(dirname(impatience), { recursive: true });
    await writeFile(impatience, 'force-unsafe-io\n');
    await execa('debootstrap', ['--variant=minbase', `--include=${packages.join()}`, release, root, url]);
    await rm(impatience);
    await copyFile(process.execPath, join(root, 'usr/bin/node'));
    // An archive keeps owners and rights, which a copied folder does not.
    const without = leftOut.map(pattern => `--exclude=${pattern}`);
    await execa('tar', ['-C', root, ...without, '--sort=name', '-cf', join(context, 'root.tar'), '.']);
    await rm(root, { recursive: true });
    const dockerfile = join(context, 'Dockerfile');
    await writeFile(dockerfile, 'FROM scratch\nADD root.tar /\nENV PATH=/usr/bin:/bin\nCMD ["node"]\n');
    await builder.build({ context, dockerfile, tags: [debianBase], ...reproducible });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  return debianBase;
}

/** Names of Debian packages. A library may be recorded under the path that a link leads to. */
async function packagesOf(libraries: string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const library of libraries) {
    const paths = [library, await realpath(library), `/usr${library}`];
    const { stdout } = await execa('dpkg-query', ['--search', ...paths], { reject: false });
    const name = /^([^:\s]+)[:,]/m.exec(stdout)?.[1];
    if (name === undefined) throw new Error(`${library} is of no Debian package`);
    names.add(name);
  }
  return [...names].sort();
}
