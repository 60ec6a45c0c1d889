import path from 'node:path';
import type { ImageStore } from '@cartridge-on-kubernetes/local-cluster';
import {
  applicationCommand,
  applicationEnvironment,
  applicationPath,
  applicationUser,
  nameTags,
} from './container-config.ts';
import { hasCommands, hookNames } from './project.ts';
import { type StageApplication, withStagedApplication, writeVersionFiles } from './stage-application.ts';

export interface PackIntoStore extends Omit<StageApplication, 'rocks'> {
  store: ImageStore;
  tags: string[];
}

/** Builds the application's image without a runtime: one layer with its files, started by tarantool as user 1200. */
export async function packIntoStore({ store, tags, ...stage }: PackIntoStore): Promise<void> {
  const { project, onStep, onWarning } = stage;
  for (const hook of hookNames) {
    if (hasCommands(path.join(project.folder, hook)))
      onWarning(`${hook} is not run: nothing is built without Docker`);
  }
  await withStagedApplication({ ...stage, rocks: 'taken' }, async ({ files }) => {
    writeVersionFiles({ ...stage, folder: files });
    onStep(`Build result image ${nameTags(tags)}`);
    await store.buildImage({
      config: {
        User: applicationUser,
        Env: applicationEnvironment,
        Cmd: applicationCommand(project.name),
      },
      layers: [{ kind: 'folder', path: files, at: applicationPath(project.name) }],
      tags,
    });
    onStep(`Created result image ${nameTags(tags)}`);
  });
}
