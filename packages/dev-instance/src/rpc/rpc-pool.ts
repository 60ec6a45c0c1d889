import { CartridgeError, describeError, withOrigin } from '../errors.ts';
import { parseHostPort } from '../options/uri.ts';
import { RpcConnection } from './rpc-connection.ts';

export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CartridgeError };

/** Calls other instances by URI, one lasting connection each. */
export class RpcPool {
  readonly #connections = new Map<string, Promise<RpcConnection>>();
  readonly #cookie: string;

  constructor(cookie: string) {
    this.#cookie = cookie;
  }

  /** Errors carry the other instance's URI as prefix and keep their class. */
  async call<T>(uri: string, method: string, args: unknown, options = { timeoutSeconds: 1 }): Promise<T> {
    try {
      const connection = await this.#connect(uri);
      return (await connection.call(method, args, options)) as T;
    } catch (error) {
      throw withOrigin(uri, error);
    }
  }

  /** The same call to many instances, in parallel; the failure of one call does not stop the other calls. */
  async callAll<T>(
    uris: readonly string[],
    method: string,
    args: unknown,
    options = { timeoutSeconds: 1 },
  ): Promise<Map<string, CallResult<T>>> {
    const results = await Promise.all(
      uris.map(async (uri): Promise<[string, CallResult<T>]> => {
        try {
          return [uri, { ok: true, value: await this.call<T>(uri, method, args, options) }];
        } catch (error) {
          const { className, message } = describeError(error);
          return [uri, { ok: false, error: new CartridgeError(className, message) }];
        }
      }),
    );
    return new Map(results);
  }

  /** A connection of its own, for a stream. */
  open(uri: string): Promise<RpcConnection> {
    const address = parseHostPort(uri);
    if (address === null)
      return Promise.reject(new CartridgeError('NetboxCallError', `Invalid URI "${uri}"`));
    return RpcConnection.open(address, this.#cookie);
  }

  close(): void {
    // A connection that could not be opened needs no closing.
    for (const connection of this.#connections.values())
      connection.then(open => open.close()).catch(() => {});
  }

  #connect(uri: string): Promise<RpcConnection> {
    const known = this.#connections.get(uri);
    if (known !== undefined) return known;
    const opening = this.open(uri);
    this.#connections.set(uri, opening);
    const forget = () => {
      if (this.#connections.get(uri) === opening) this.#connections.delete(uri);
    };
    opening.then(connection => connection.onClose(forget), forget);
    return opening;
  }
}
