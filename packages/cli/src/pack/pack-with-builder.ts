import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import {
  applicationCommand,
  applicationEnvironment,
  applicationFolders,
  applicationPath,
  applicationUser,
  nameTags,
} from './container-config.ts';
import type { ImageBuilder } from './image-builder.ts';
import type { Project } from './project.ts';
import { type StageApplication, withStagedApplication } from './stage-application.ts';

export interface PackWithBuilder extends StageApplication {
  builder: ImageBuilder;
  tags: string[];
  /** Dockerfile of the base; without one, the application's Dockerfile.cartridge. */
  from: string | undefined;
  noCache: boolean;
}

/** Builds the image of a real cluster: the base, which brings Tarantool and Cartridge, and the application on it. */
export async function packWithBuilder(options: PackWithBuilder): Promise<void> {
  const { builder, tags, from, noCache, project, onStep } = options;
  const base = readBase(project, from);
  await withStagedApplication(options, async ({ temporary }) => {
    onStep(`Build result image ${nameTags(tags)} with ${builder.name}`);
    mkdirSync(path.join(temporary, 'empty'));
    const dockerfile = path.join(temporary, 'Dockerfile');
    writeFileSync(dockerfile, `${base.trimEnd()}\n${applicationSteps(project.name)}`);
    await builder.build({ context: temporary, dockerfile, tags, noCache, onOutput: options.onFile });
    onStep(`Created result image ${nameTags(tags)}`);
  });
}

function readBase(project: Project, from: string | undefined): string {
  const file = from === undefined ? path.join(project.folder, 'Dockerfile.cartridge') : path.resolve(from);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new CliError(
    'PROJECT_INVALID',
    `There is no ${file}. Write one that starts from an image with Tarantool and Cartridge, or name another with --from`,
  );
}

/** No RUN: the base may be without a shell. The user is a number, so the base need not know it. */
function applicationSteps(name: string): string {
  return `${[
    'USER 0:0',
    ...Object.values(applicationFolders).map(folder => `COPY --chown=${applicationUser} empty ${folder}`),
    `COPY ${name} ${applicationPath(name)}`,
    ...applicationEnvironment.map(variable => `ENV ${variable}`),
    `USER ${applicationUser}`,
    'ENTRYPOINT []',
    `CMD ${JSON.stringify(applicationCommand(name))}`,
  ].join('\n')}\n`;
}
