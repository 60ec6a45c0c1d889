import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';

export interface Project {
  name: string;
  folder: string;
  /** File name of the rockspec that rocks are built by. */
  rockspec: string | undefined;
}

/** Scripts of the application that run around the build. They are not packed. */
export const hookNames = ['cartridge.pre-build', 'cartridge.post-build'] as const;

/** Finds the application in a folder: an init.lua, and a rockspec that names it. */
export function readProject(options: {
  folder: string;
  name?: string | undefined;
  /** Path of the rockspec, which is needed where there are several. */
  spec?: string | undefined;
}): Project {
  const folder = path.resolve(options.folder);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CliError('PROJECT_INVALID', `There is no folder ${folder}. Pass the folder of the application`);
  }
  if (!existsSync(path.join(folder, 'init.lua'))) {
    throw new CliError(
      'PROJECT_INVALID',
      `${folder} has no init.lua, so it is not an application. Go to the application's folder or pass it as PATH`,
    );
  }
  const rockspec = options.spec === undefined ? findRockspec(folder) : checkSpec(folder, options.spec);
  return { name: checkName(options.name ?? readRockspecName(folder, rockspec)), folder, rockspec };
}

/** Whether a hook does more than to explain itself. */
export function hasCommands(hook: string): boolean {
  if (!existsSync(hook)) return false;
  return readFileSync(hook, 'utf8')
    .split('\n')
    .some(line => line.trim() !== '' && !line.trim().startsWith('#'));
}

function findRockspec(folder: string): string | undefined {
  const rockspecs = readdirSync(folder).filter(file => file.endsWith('.rockspec'));
  if (rockspecs.length < 2) return rockspecs[0];
  throw new CliError(
    'PROJECT_INVALID',
    `${folder} has several rockspecs (${rockspecs.join(', ')}). Choose one with --spec`,
  );
}

function checkSpec(folder: string, spec: string): string {
  const file = [path.resolve(spec), path.resolve(folder, spec)].find(candidate => existsSync(candidate));
  if (file === undefined) throw new CliError('PROJECT_INVALID', `There is no rockspec ${spec}. Check --spec`);
  if (path.dirname(file) === folder && /^[\w.-]+\.rockspec$/.test(path.basename(file)))
    return path.basename(file);
  throw new CliError(
    'PROJECT_INVALID',
    `${file} cannot be built by: --spec is a file NAME.rockspec in ${folder} itself`,
  );
}

function readRockspecName(folder: string, rockspec: string | undefined): string {
  if (rockspec === undefined) {
    throw new CliError('PROJECT_INVALID', `${folder} has no rockspec to take the name from. Pass --name`);
  }
  const file = path.join(folder, rockspec);
  const name = /^\s*package\s*=\s*['"]([^'"]+)['"]/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (name !== undefined) return name;
  throw new CliError('PROJECT_INVALID', `${file} does not name its package. Pass --name`);
}

/** It becomes a folder of the image and a word of its Dockerfile. */
function checkName(name: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name;
  throw new CliError(
    'INVALID_ARGUMENT',
    `"${name}" cannot name an application. Use letters, digits, "-", "_" and ".", and start with a letter or digit`,
  );
}
