import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Log } from '../log.ts';
import type { HostFunctions, LuaRuntime } from '../lua/lua-runtime.ts';
import { parseYaml } from '../roles/role-config.ts';
import { sleepFor } from './sleep.ts';

/** What Lua needs of the machine: files, clocks, logs, timers. Nothing of the cluster. */
export function systemFunctions(request: {
  appFile: string;
  environment: Readonly<Record<string, string | undefined>>;
  log: Log;
  lua: () => LuaRuntime;
}): HostFunctions {
  const { log } = request;
  const folder = dirname(request.appFile);
  return {
    print: (text: string) => {
      process.stdout.write(`${text}\n`);
    },
    log: (level: 'info' | 'warn' | 'error', message: string) => log[level](message),
    getenv: (name: string) => request.environment[name] ?? null,
    exit: (code: number) => process.exit(code),
    now: () => Date.now() / 1000,
    clock: () => performance.now() / 1000,
    uuid: () => randomUUID(),
    hash: (kind: string, text: string) => createHash(kind).update(text).digest('hex'),
    'base64.encode': (text: string) => Buffer.from(text).toString('base64'),
    'base64.decode': (text: string) => Buffer.from(text, 'base64').toString('utf8'),
    app_folder: () => folder,
    sleep: sleepFor,
    spawn: (handler: number) => {
      setImmediate(() => {
        request
          .lua()
          .call(handler, [])
          .catch(error => log.error(String(error.message)));
      });
    },
    read_file: (path: string) => (isFile(path) ? readFileSync(path, 'utf8') : null),
    'fio.abspath': (path: string) => resolve(path),
    'fio.stat': (path: string) =>
      existsSync(path) ? (statSync(path).isDirectory() ? 'directory' : 'file') : null,
    'fio.listdir': (path: string) => (existsSync(path) ? readdirSync(path) : null),
    'yaml.decode': (text: string) => parseYaml(text, null),
    'yaml.encode': async (value: unknown) => (await import('yaml')).stringify(value),
  };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
