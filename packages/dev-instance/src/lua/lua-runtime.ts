import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { CartridgeError, describeError } from '../errors.ts';
import { box } from './prelude/box.ts';
import { cartridge } from './prelude/cartridge.ts';
import { core } from './prelude/core.ts';
import { http } from './prelude/http.ts';
import { modules } from './prelude/modules.ts';

/** A function of the host that Lua may call. A promise makes the calling fiber wait. */
type HostFunction = (...args: never[]) => unknown;
export type HostFunctions = Readonly<Record<string, HostFunction>>;

interface Entries {
  main: number;
  call_role: number;
  call_global: number;
}

type Resume = (fiber: number, answer: string) => string;
type Start = (handler: number, args: string) => string;

/** Lua in WebAssembly. Values cross the border as JSON; each call runs in a fiber of its own. */
export class LuaRuntime {
  readonly #waits = new Map<number, Promise<unknown>>();
  readonly #functions: HostFunctions;
  #entries: Entries = { main: 0, call_role: 0, call_global: 0 };
  #start: Start = () => '';
  #resume: Resume = () => '';
  #lastWait = 0;

  constructor(functions: HostFunctions) {
    this.#functions = functions;
  }

  async open(packagePath: string): Promise<void> {
    keepFirstMachineCode();
    const { LuaFactory } = await import('wasmoon');
    const lua = await new LuaFactory(wasmFile()).createEngine({ enableProxy: false, injectObjects: false });
    lua.global.set('__host', (name: string, args: string) => this.#callHost(name, args));
    lua.global.set('__path', packagePath);
    lua.doStringSync('package.path = __path; __path = nil');
    const prelude = [core, modules, box, http, cartridge].join('\n');
    lua.global.set('__prelude', prelude);
    this.#entries = JSON.parse(
      lua.doStringSync(
        "local chunk = assert(load(__prelude, '=[dev instance]')); __prelude = nil; return chunk()",
      ),
    ) as Entries;
    this.#start = lua.global.get('__start') as Start;
    this.#resume = lua.global.get('__resume') as Resume;
  }

  runMain(file: string): Promise<unknown> {
    return this.call(this.#entries.main, [file]);
  }

  callRole(role: string, method: string, args: readonly unknown[]): Promise<unknown> {
    return this.call(this.#entries.call_role, [role, method, ...args]);
  }

  callGlobal(name: string, args: readonly unknown[]): Promise<unknown> {
    return this.call(this.#entries.call_global, [name, args]);
  }

  /** Runs a handler that Lua gave out; resolves with its first result. */
  async call(handler: number, args: readonly unknown[]): Promise<unknown> {
    let report = this.#start(handler, JSON.stringify(args));
    for (;;) {
      const space = report.indexOf(' ');
      const fiber = Number(report.slice(0, space));
      const kind = report[space + 1];
      const payload = report.slice(space + 2);
      if (kind === 'v') return (JSON.parse(payload) as unknown[])[0] ?? null;
      if (kind === 'e') {
        const { className, message } = JSON.parse(payload) as { className: string; message: string };
        throw new CartridgeError(className, message);
      }
      report = this.#resume(fiber, await this.#waitFor(Number(payload)));
    }
  }

  #callHost(name: string, args: string): string {
    const run = this.#functions[name];
    try {
      if (run === undefined) throw new Error(`${name} is not available in the dev instance`);
      const result = run(...(JSON.parse(args) as never[]));
      if (!(result instanceof Promise)) return success(result);
      const id = ++this.#lastWait;
      // It may fail before Lua waits for it; #waitFor hands the error to Lua.
      result.catch(() => {});
      this.#waits.set(id, result);
      return `w${id}`;
    } catch (error) {
      return failure(error);
    }
  }

  async #waitFor(id: number): Promise<string> {
    const promise = this.#waits.get(id);
    this.#waits.delete(id);
    try {
      return success(await promise);
    } catch (error) {
      return failure(error);
    }
  }
}

/**
 * V8 would translate the Lua interpreter a second time, for speed: 8 MB more in each instance, and a third more to start,
 * for roles that do little.
 */
function keepFirstMachineCode(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

function success(value: unknown): string {
  return `v${JSON.stringify(value ?? null)}`;
}

function failure(error: unknown): string {
  return `e${JSON.stringify(describeError(error))}`;
}

/** Beside the bundle, or in the library when run from source. */
function wasmFile(): string {
  const bundled = join(dirname(fileURLToPath(import.meta.url)), 'glue.wasm');
  return existsSync(bundled)
    ? bundled
    : fileURLToPath(import.meta.resolve('wasmoon').replace(/index\.js$/, 'glue.wasm'));
}
