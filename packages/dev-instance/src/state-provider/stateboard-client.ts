import { CartridgeError, describeError } from '../errors.ts';
import { RpcPool } from '../rpc/rpc-pool.ts';
import type { Leaders } from '../topology/leaders.ts';
import type { CoordinatorSession, StateProvider } from './state-provider.ts';

const TIMEOUT = { timeoutSeconds: 3 };

/** A stateboard process, which knows the password as instances know their cookie. */
export class StateboardClient implements StateProvider {
  readonly #uri: string;
  readonly #rpc: RpcPool;

  constructor(params: { uri: string; password: string }) {
    this.#uri = params.uri.replace(/^tcp:\/\//, '');
    this.#rpc = new RpcPool(params.password);
  }

  acquireLock(session: CoordinatorSession): Promise<boolean> {
    return this.#call('stateboard.acquire_lock', session);
  }

  readCoordinator(): Promise<CoordinatorSession | null> {
    return this.#call('stateboard.coordinator', {});
  }

  readLeaders(): Promise<Leaders> {
    return this.#call('stateboard.leaders', {});
  }

  async writeLeaders(session: CoordinatorSession, changes: Leaders): Promise<void> {
    await this.#call('stateboard.set_leaders', { session, changes });
  }

  async checkCookieHash(hash: string): Promise<void> {
    await this.#call('stateboard.check_cookie_hash', { hash });
  }

  close(): void {
    this.#rpc.close();
  }

  async #call<T>(method: string, args: unknown): Promise<T> {
    try {
      return await this.#rpc.call<T>(this.#uri, method, args, TIMEOUT);
    } catch (error) {
      throw new CartridgeError('StateProviderError', describeError(error).message, { cause: error });
    }
  }
}
