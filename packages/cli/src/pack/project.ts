import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';

export interface Project {
  name: string;
  folder: string;
}

/** Finds the application in a folder: an init.lua, and a rockspec that names it. */
export function readProject(folder: string, name: string | undefined): Project {
  const absolute = path.resolve(folder);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CliError(
      'PROJECT_INVALID',
      `There is no folder ${absolute}. Pass the folder of the application`,
    );
  }
  if (!existsSync(path.join(absolute, 'init.lua'))) {
    throw new CliError(
      'PROJECT_INVALID',
      `${absolute} has no init.lua, so it is not an application. Go to the application's folder or pass it as PATH`,
    );
  }
  return { name: name ?? readRockspecName(absolute), folder: absolute };
}

function readRockspecName(folder: string): string {
  const rockspecs = readdirSync(folder).filter(file => file.endsWith('.rockspec'));
  const [rockspec] = rockspecs;
  if (rockspec === undefined || rockspecs.length > 1) {
    const found = rockspecs.length === 0 ? 'no rockspec' : `several rockspecs (${rockspecs.join(', ')})`;
    throw new CliError('PROJECT_INVALID', `${folder} has ${found} to take the name from. Pass --name`);
  }
  const name = /^\s*package\s*=\s*['"]([^'"]+)['"]/m.exec(
    readFileSync(path.join(folder, rockspec), 'utf8'),
  )?.[1];
  if (name !== undefined) return name;
  throw new CliError(
    'PROJECT_INVALID',
    `${path.join(folder, rockspec)} does not name its package. Pass --name`,
  );
}
