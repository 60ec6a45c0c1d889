import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import { homeFolder } from '../home-folder.ts';

/** Where things of the local cluster are kept. The cluster's own process keeps its objects and volumes here too. */
export interface StateFolder {
  folder: string;
  images: string;
  /** File that marks the folder as a state folder of this product, with its format version. */
  marker: string;
  /** What runs the cluster now, and where it answers. */
  runFile: string;
  /** Folder lock held by the running `local up`. */
  lock: string;
  upLog: string;
  clusterLog: string;
  /** There once the charts were installed. */
  installedMarker: string;
  /** What helm caches of the cluster's API. */
  kubeCache: string;
}

const stateVersion = 1;

/** CARTRIDGE_LOCAL_HOME, else cartridge/local in the user's state folder of the XDG rules. */
export function locateStateFolder(environment: NodeJS.ProcessEnv = process.env): StateFolder {
  const { CARTRIDGE_LOCAL_HOME, XDG_STATE_HOME } = environment;
  const folder = CARTRIDGE_LOCAL_HOME
    ? path.resolve(CARTRIDGE_LOCAL_HOME)
    : path.join(XDG_STATE_HOME || path.join(homeFolder(), '.local/state'), 'cartridge/local');
  return {
    folder,
    images: path.join(folder, 'images'),
    marker: path.join(folder, 'cartridge-local.json'),
    runFile: path.join(folder, 'run.json'),
    lock: path.join(folder, 'lock'),
    upLog: path.join(folder, 'up.log'),
    clusterLog: path.join(folder, 'cluster.log'),
    installedMarker: path.join(folder, 'installed.json'),
    kubeCache: path.join(folder, 'kube-cache'),
  };
}

/** Makes the folder ours when it is new or empty; refuses one that holds other things or comes from a newer version. */
export function openStateFolder(): StateFolder {
  const state = locateStateFolder();
  try {
    mkdirSync(state.folder, { recursive: true, mode: 0o700 });
    const version = readVersion(state);
    if (version === undefined) claimEmptyFolder(state);
    else if (version > stateVersion) throw newerState(state, version);
    return state;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'STATE_UNUSABLE',
      `The state folder ${state.folder} cannot be used: ${reason}. Free the space or the path, or set CARTRIDGE_LOCAL_HOME`,
      { cause: error },
    );
  }
}

/** Whether the folder is ours. */
export function hasState(state: StateFolder): boolean {
  return readVersion(state) !== undefined;
}

/** Removes everything; the marker last, so that an interrupted removal can be called again. */
export function removeState(state: StateFolder): void {
  for (const entry of readdirSync(state.folder)) {
    const file = path.join(state.folder, entry);
    if (file !== state.marker) rmSync(file, { recursive: true, force: true });
  }
  rmSync(state.folder, { recursive: true, force: true });
}

function claimEmptyFolder(state: StateFolder): void {
  if (readdirSync(state.folder).length > 0) {
    throw new CliError(
      'STATE_UNUSABLE',
      `${state.folder} holds other files. Set CARTRIDGE_LOCAL_HOME to a folder that is empty or does not exist yet`,
    );
  }
  writeFileSync(state.marker, `${JSON.stringify({ version: stateVersion })}\n`, { mode: 0o600 });
}

/** Undefined without a marker; a damaged marker counts as version 0, what it marks is checked by its readers. */
function readVersion(state: StateFolder): number | undefined {
  let text: string;
  try {
    text = readFileSync(state.marker, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
  try {
    return Number((JSON.parse(text) as { version?: number }).version ?? 0);
  } catch {
    return 0;
  }
}

function newerState(state: StateFolder, version: number): CliError {
  return new CliError(
    'STATE_UNUSABLE',
    `${state.folder} was written by a newer release (state version ${version}, this one knows ${stateVersion}). ` +
      'Use the newer release, or set CARTRIDGE_LOCAL_HOME to another folder',
  );
}
