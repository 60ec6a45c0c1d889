import type { ImageStore } from '@cartridge/local-cluster';
import {
  applicationCommand,
  applicationEnvironment,
  applicationPath,
  applicationUser,
  nameTags,
} from './container-config.ts';
import { type StageApplication, withStagedApplication } from './stage-application.ts';

export interface PackIntoStore extends StageApplication {
  store: ImageStore;
  tags: string[];
}

/** Builds the application's image without a runtime: one layer with its files, started by tarantool as user 1200. */
export async function packIntoStore({ store, tags, ...stage }: PackIntoStore): Promise<void> {
  const { project, onStep } = stage;
  await withStagedApplication(stage, async ({ files }) => {
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
