import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ImageBuilder } from '@cartridge-on-kubernetes/cli';
import { setNormalModes } from './normal-modes.ts';
import { reproducible } from './project-images.ts';
import { sharedLibraries } from './shared-libraries.ts';

const nodeBase = 'localhost/node-base:20';

/** An image with this machine's node, the shared libraries it needs, and nothing else: nothing is pulled. */
export async function buildNodeBase(builder: ImageBuilder): Promise<string> {
  const context = await mkdtemp(join(tmpdir(), 'node-base-'));
  try {
    const root = join(context, 'root');
    await copyInto(root, process.execPath, '/usr/bin/node');
    for (const library of await sharedLibraries(process.execPath))
      await copyInto(root, await realpath(library), library);
    // Programs start as `#!/usr/bin/env node` in other images of Node too.
    const env = await realpath('/usr/bin/env');
    await copyInto(root, env, '/usr/bin/env');
    await writeAccounts(root);
    await setNormalModes(root);
    await chmod(join(root, 'tmp'), 0o1777);
    const dockerfile = join(context, 'Dockerfile');
    await writeFile(dockerfile, 'FROM scratch\nCOPY root /\nENV PATH=/usr/bin:/bin\nCMD ["node"]\n');
    await builder.build({ context, dockerfile, tags: [nodeBase], ...reproducible });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  return nodeBase;
}

async function copyInto(root: string, source: string, target: string): Promise<void> {
  const file = join(root, target);
  await mkdir(dirname(file), { recursive: true });
  await copyFile(source, file);
  await chmod(file, 0o755);
}

async function writeAccounts(root: string): Promise<void> {
  await mkdir(join(root, 'etc'), { recursive: true });
  await mkdir(join(root, 'tmp'));
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n',
  );
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnonroot:x:65532:\n');
  // Names of the pod itself first, then those of the cluster.
  await writeFile(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
}
