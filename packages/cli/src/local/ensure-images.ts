import { existsSync } from 'node:fs';
import { openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import { CliError } from '../errors.ts';
import { packIntoStore } from '../pack/pack-into-store.ts';
import { readProject } from '../pack/project.ts';
import { projectPath, restoreAdvice } from '../project-folder.ts';
import { guide, operatorImageArchive } from './guide.ts';
import type { StateFolder } from './state-folder.ts';

/** The operator's image as the build made it, and the guide's application, packed when it is not there yet. */
export async function ensureImages(options: {
  state: StateFolder;
  install: 'application' | 'nothing';
}): Promise<void> {
  const { state, install } = options;
  const store = openImageStore(state.images);
  const archive = projectPath(operatorImageArchive());
  if (!existsSync(archive)) {
    throw new CliError('BUILD_MISSING', `${archive} is missing. ${restoreAdvice()}`);
  }
  await store.load(archive);
  if (install === 'nothing' || (await store.has(guide.applicationImage))) return;
  await packIntoStore({
    store,
    project: readProject({ folder: projectPath(guide.applicationFolder) }),
    tags: [guide.applicationImage],
    version: '0.1.0-0-g68f6117',
    onStep() {},
    onWarning() {},
    onFile() {},
  });
}
