import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import type { Project } from './project.ts';

/** Where the images get Tarantool from. */
export type TarantoolSource =
  | { kind: 'base' }
  /** by the vendor's installer, as cartridge-cli does */
  | { kind: 'install'; version: string }
  /** folder of an SDK with `tarantool` and `tarantoolctl` */
  | { kind: 'sdk'; folder: string };

export interface TarantoolChoice {
  version: string | undefined;
  sdkPath: string | undefined;
  sdkLocal: boolean;
}

const programs = ['tarantool', 'tarantoolctl'];

/** What the flags say, else the application's tarantool.txt, else TARANTOOL_SDK_PATH, else the base brings it. */
export function chooseTarantool(choice: TarantoolChoice, project: Project): TarantoolSource {
  const { version, sdkPath, sdkLocal } = choice;
  const given = [version !== undefined, sdkPath !== undefined, sdkLocal].filter(isGiven => isGiven);
  if (given.length > 1)
    throw new CliError(
      'INVALID_ARGUMENT',
      'Pass only one of --tarantool-version, --sdk-path and --sdk-local',
    );
  if (sdkLocal) return checkSdk(findLocalSdk());
  if (sdkPath !== undefined) return checkSdk(path.resolve(sdkPath));
  const wanted = version ?? readVersionFile(path.join(project.folder, 'tarantool.txt'));
  if (wanted !== undefined) return { kind: 'install', version: checkVersion(wanted) };
  const { TARANTOOL_SDK_PATH: fromEnvironment } = process.env;
  return fromEnvironment ? checkSdk(path.resolve(fromEnvironment)) : { kind: 'base' };
}

function checkVersion(version: string): string {
  if (/^\d+(\.\d+(\.\d+(-[a-z]+\d*)?)?)?$/.test(version)) return version;
  throw new CliError(
    'INVALID_ARGUMENT',
    `"${version}" is not a version of Tarantool. Write X, X.Y, X.Y.Z or X.Y.Z-rc1`,
  );
}

function readVersionFile(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const version = /^TARANTOOL=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.trim();
  if (version !== undefined) return version;
  throw new CliError('PROJECT_INVALID', `${file} has no line TARANTOOL=VERSION. Add it or delete the file`);
}

function findLocalSdk(): string {
  try {
    const found = execFileSync('sh', ['-c', 'command -v tarantool'], { encoding: 'utf8' }).trim();
    return path.dirname(realpathSync(found));
  } catch (cause) {
    throw new CliError(
      'TOOL_MISSING',
      'There is no tarantool in PATH for --sdk-local. Put the SDK there, or name its folder with --sdk-path',
      { cause },
    );
  }
}

function checkSdk(folder: string): TarantoolSource {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CliError('INVALID_ARGUMENT', `There is no folder ${folder}. Check --sdk-path`);
  for (const program of programs) {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
    } catch (cause) {
      throw new CliError(
        'INVALID_ARGUMENT',
        `${folder} is not an SDK: it has no program ${program}. Check --sdk-path`,
        { cause },
      );
    }
  }
  return { kind: 'sdk', folder };
}
