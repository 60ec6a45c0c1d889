import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImageStore } from '@cartridge/local-cluster';
import { keepsTemporaryFiles } from '../output/bullets.ts';
import { copyApplication } from './copy-application.ts';
import type { Project } from './project.ts';

export interface PackIntoStore {
  store: ImageStore;
  project: Project;
  tags: string[];
  /** Written into VERSION and VERSION.lua; empty when it is not known. */
  version: string | undefined;
  onStep(text: string): void;
  onWarning(text: string): void;
  onFile(file: string): void;
}

/** Builds the application's image: one layer with its files, started by tarantool as user 1200. */
export async function packIntoStore(options: PackIntoStore): Promise<void> {
  const { store, project, tags, onStep } = options;
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
    onStep(`Build result image ${nameTags(tags)}`);
    await store.buildImage({
      config: containerConfig(project.name),
      layers: [{ kind: 'folder', path: files, at: `/usr/share/tarantool/${project.name}` }],
      tags,
    });
    onStep(`Created result image ${nameTags(tags)}`);
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

/** User and folders of an image by cartridge-cli 2.8 and newer. Exec form, so that SIGTERM reaches the instance. */
function containerConfig(name: string): Parameters<ImageStore['buildImage']>[0]['config'] {
  return {
    User: '1200:1200',
    Env: [
      'CARTRIDGE_RUN_DIR=/var/run/tarantool',
      'CARTRIDGE_DATA_DIR=/var/lib/tarantool',
      'TARANTOOL_INSTANCE_NAME=default',
    ],
    Cmd: ['tarantool', `/usr/share/tarantool/${name}/init.lua`],
  };
}

function nameTags(tags: string[]): string {
  return tags.length === 1 ? String(tags[0]) : `with tags ${tags.join(', ')}`;
}
