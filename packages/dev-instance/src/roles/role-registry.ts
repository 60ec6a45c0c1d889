import { CartridgeError, describeError } from '../errors.ts';
import type { LuaRuntime } from '../lua/lua-runtime.ts';
import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';
import { type RoleSpec, rolesToRun } from '../topology/roles.ts';
import { parseSections } from './role-config.ts';
import type { RoleRunner } from './role-runner.ts';

/** The roles the application registered, and their callbacks in Lua. */
export class RoleRegistry implements RoleRunner {
  readonly #lua: LuaRuntime;
  readonly #running = new Set<string>();
  specs: readonly RoleSpec[] = [];

  constructor(lua: LuaRuntime) {
    this.#lua = lua;
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  /** A function of a role, for other instances. */
  call(role: string, method: string, args: readonly unknown[]): Promise<unknown> {
    if (!this.#running.has(role))
      throw new CartridgeError('RemoteCallError', `Role "${role}" is not enabled`);
    return this.#lua.callRole(role, method, args);
  }

  /** Asks every running role, or every known one before the first config. */
  async validate(config: ClusterwideConfig, previous: ClusterwideConfig | null): Promise<void> {
    const asked = this.specs.filter(role => previous === null || this.#running.has(role.name));
    const next = await parseSections(config);
    const old = previous === null ? {} : await parseSections(previous);
    for (const role of asked) await this.#lua.callRole(role.name, 'validate', [next, old]);
  }

  /** One failing role does not keep the other roles from running; the first error is reported. */
  async apply(
    config: ClusterwideConfig,
    request: { enabled: readonly string[]; isMaster: boolean },
  ): Promise<void> {
    const wanted = rolesToRun(request.enabled, this.specs).map(role => role.name);
    const sections = await parseSections(config);
    const options = { is_master: request.isMaster };
    const problems: unknown[] = [];
    for (const { name } of this.specs) {
      try {
        if (wanted.includes(name)) {
          this.#running.add(name);
          await this.#lua.callRole(name, 'apply', [sections, options]);
        } else if (this.#running.delete(name)) {
          await this.#lua.callRole(name, 'stop', [options]);
        }
      } catch (error) {
        problems.push(error);
      }
    }
    const [first] = problems;
    if (first !== undefined) throw first instanceof Error ? first : new Error(describeError(first).message);
  }
}
