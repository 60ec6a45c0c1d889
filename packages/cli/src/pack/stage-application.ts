import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keepsTemporaryFiles } from '../output/bullets.ts';
import { copyApplication } from './copy-application.ts';
import type { Project } from './project.ts';

export interface StageApplication {
  project: Project;
  /** Written into VERSION and VERSION.lua; empty when it is not known. */
  version: string | undefined;
  onStep(text: string): void;
  onWarning(text: string): void;
  onFile(file: string): void;
}

/** Calls `use` with a temporary folder that holds the files of the image, in NAME below it. */
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
    const files = path.join(temporary, project.name);
    copyApplication({
      source: project.folder,
      target: files,
      onWarning: options.onWarning,
      onFile: options.onFile,
    });
    writeVersionFiles({ folder: files, name: project.name, version: options.version ?? '', onStep });
    await use({ temporary, files });
  } finally {
    if (!keepsTemporaryFiles()) rmSync(temporary, { recursive: true, force: true });
  }
}

function writeVersionFiles(options: {
  folder: string;
  name: string;
  version: string;
  onStep(text: string): void;
}): void {
  const { folder, name, version, onStep } = options;
  onStep('Generate VERSION file');
  writeFileSync(path.join(folder, 'VERSION'), `${name}=${version}\n`);
  onStep('Generate VERSION.lua file');
  writeFileSync(path.join(folder, 'VERSION.lua'), `return '${version}'\n`);
}
