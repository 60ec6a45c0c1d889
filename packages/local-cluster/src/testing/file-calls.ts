import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, relative } from 'node:path';

export interface FileCalls {
  /** in the order in which the calls came to their end: `write 0.log`, `fdatasync 0.log`, `fsync .` for the folder itself */
  readonly log: string[];
  stop(): void;
}

type Callable = (...parameters: never[]) => unknown;

/**
 * Takes down what this process does to the files of a folder, in one log with what the test adds to it. Whether a file
 * was synced shows nowhere else: the page cache outlives a killed process, and only a power cut tells the difference.
 * The functions of node:fs are replaced for everything that imports them.
 */
export async function recordFileCalls(folder: string): Promise<FileCalls> {
  const log: string[] = [];
  const paths = new Map<unknown, string>();
  const undo: Array<() => void> = [];
  const nameOf = (path: string) => relative(folder, path) || '.';
  const note = (call: string, opened: unknown) => {
    const path = paths.get(opened);
    if (path?.startsWith(folder)) log.push(`${call} ${nameOf(path)}`);
  };
  const replace = <T extends object>(
    owner: T,
    name: keyof T & string,
    wrap: (real: Callable) => Callable,
  ) => {
    const real = owner[name];
    owner[name] = wrap(real as Callable) as T[typeof name];
    undo.push(() => {
      owner[name] = real;
    });
  };

  /** Of a function that is given a file descriptor. */
  const recordSync = (name: 'writeSync' | 'fsyncSync' | 'fdatasyncSync', call: string) =>
    replace(fs, name, real => (descriptor: never, ...rest: never[]) => {
      const result = real(descriptor, ...rest);
      note(call, descriptor);
      return result;
    });
  recordSync('writeSync', 'write');
  recordSync('fsyncSync', 'fsync');
  recordSync('fdatasyncSync', 'fdatasync');
  replace(fs, 'openSync', real => (path: never, ...rest: never[]) => {
    const descriptor = real(path, ...rest);
    paths.set(descriptor, path);
    return descriptor;
  });
  replace(fs, 'renameSync', real => (from: never, to: never) => {
    real(from, to);
    log.push(`rename ${basename(from)} to ${basename(to)}`);
  });
  replace(fs, 'rmSync', real => (path: never, ...rest: never[]) => {
    const existed = fs.existsSync(path);
    real(path, ...rest);
    if (existed) log.push(`remove ${basename(path)}`);
  });

  replace(fs.promises, 'open', real => async (path: never, ...rest: never[]) => {
    const handle = await real(path, ...rest);
    paths.set(handle, path);
    return handle;
  });
  const handles = Object.getPrototypeOf(await openOnce(folder)) as fs.promises.FileHandle;
  const recordHandle = (name: 'write' | 'sync' | 'datasync', call: string) =>
    replace(
      handles,
      name,
      real =>
        async function (this: unknown, ...parameters: never[]) {
          const result = await real.apply(this as never, parameters);
          note(call, this);
          return result;
        },
    );
  recordHandle('write', 'write');
  recordHandle('sync', 'fsync');
  recordHandle('datasync', 'fdatasync');

  syncBuiltinESMExports();
  return {
    log,
    stop() {
      for (const restore of undo) restore();
      syncBuiltinESMExports();
    },
  };
}

async function openOnce(folder: string): Promise<fs.promises.FileHandle> {
  const handle = await fs.promises.open(folder);
  await handle.close();
  return handle;
}
