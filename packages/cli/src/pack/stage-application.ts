import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepsTemporaryFiles } from '../output/bullets.ts';
import { type CopyApplication, copyApplication } from './copy-application.ts';
import type { Project } from './project.ts';

export interface StageApplication extends Omit<CopyApplication, 'source' | 'target'> {
  project: Project;
  /** Written into VERSION and VERSION.lua; empty when it is not known. */
  version: string | undefined;
  onStep(text: string): void;
}

/** Calls `use` with a temporary folder that holds the application's files in a folder below it. */
export async function withStagedApplication(
  options: StageApplication,
  use: (staged: { temporary: string; files: string }) => Promise<void>,
): Promise<void> {
  const { project, onStep } = options;
  const parent = process.env.CARTRIDGE_TEMPDIR ?? tmpdir();
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(path.join(parent, 'cartridge-pack-'));
  try {
    onStep(`Temporary directory is set to ${temporary}`);
    onStep('Initialize application dir');
    const files = path.join(temporary, 'package-files', project.name);
    copyApplication({ ...options, source: project.folder, target: files });
    await use({ temporary, files });
  } finally {
    if (!keepsTemporaryFiles()) rmSync(temporary, { recursive: true, force: true });
  }
}

export function writeVersionFiles(
  options: Pick<StageApplication, 'project' | 'version' | 'onStep'> & { folder: string },
): void {
  const { folder, project, version = '', onStep } = options;
  onStep('Generate VERSION file');
  writeReadable(path.join(folder, 'VERSION'), `${project.name}=${version}\n`);
  onStep('Generate VERSION.lua file');
  writeReadable(path.join(folder, 'VERSION.lua'), `return '${version}'\n`);
}

/** Mode 0644 whatever the umask: the image's user has to read the file. */
function writeReadable(file: string, content: string): void {
  writeFileSync(file, content);
  chmodSync(file, 0o644);
}
