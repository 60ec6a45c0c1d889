import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';

// Same files, same bytes: no order of a file system, no times, no owners, no name and time in the gzip header.
const reproducible = [
  '--sort=name',
  '--mtime=@0',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--mode=u=rwX,go=rX',
];

/** Archives a folder under its own name, with GNU tar. */
export async function archiveFolder(folder: string, archive: string): Promise<void> {
  await execa('tar', [
    '--format=ustar',
    ...reproducible,
    '--use-compress-program=gzip -9 --no-name',
    '--create',
    `--file=${archive}`,
    `--directory=${dirname(folder)}`,
    basename(folder),
  ]);
}

/** Writes an archive of a folder, made by another program, anew. */
export async function rewriteArchive(archive: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  try {
    await execa('tar', ['--extract', `--file=${archive}`, `--directory=${folder}`]);
    const { stdout } = await execa('ls', [folder]);
    const draft = join(folder, 'archive.tgz');
    await archiveFolder(join(folder, stdout), draft);
    await cp(draft, archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
