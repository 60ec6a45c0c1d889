import { CartridgeError } from '../errors.ts';
import type { Etcd2Params } from '../topology/clusterwide-config.ts';
import type { Leaders } from '../topology/leaders.ts';
import type { CoordinatorSession, StateProvider } from './state-provider.ts';

const TIMEOUT_MS = 3000;
const KEY_NOT_FOUND = 100;
const TEST_FAILED = 101;
const NODE_EXISTS = 105;

interface Answer {
  readonly errorCode?: number;
  readonly message?: string;
  readonly node?: { readonly value?: string };
}

/** An etcd with the v2 API: keys `lock`, `leaders` and `cookie_hash` under the prefix. */
export class Etcd2Client implements StateProvider {
  readonly #params: Required<Etcd2Params>;
  #held: string | null = null;

  constructor(params: Etcd2Params) {
    this.#params = {
      prefix: params.prefix ?? '/',
      lock_delay: params.lock_delay ?? 10,
      endpoints: params.endpoints ?? ['http://127.0.0.1:4001', 'http://127.0.0.1:2379'],
      username: params.username ?? '',
      password: params.password ?? '',
    };
  }

  async acquireLock(session: CoordinatorSession): Promise<boolean> {
    const value = JSON.stringify(session);
    const ttl = String(this.#params.lock_delay);
    const condition: Record<string, string> =
      this.#held === value ? { prevValue: value } : { prevExist: 'false' };
    const answer = await this.#request('PUT', 'lock', { value, ttl, ...condition });
    const isOurs =
      answer.errorCode === undefined || (answer.errorCode === NODE_EXISTS && (await this.#isHeldBy(value)));
    this.#held = isOurs ? value : null;
    return isOurs;
  }

  async readCoordinator(): Promise<CoordinatorSession | null> {
    const value = await this.#read('lock');
    return value === null ? null : (JSON.parse(value) as CoordinatorSession);
  }

  async readLeaders(): Promise<Leaders> {
    return JSON.parse((await this.#read('leaders')) ?? '{}') as Leaders;
  }

  async writeLeaders(session: CoordinatorSession, changes: Leaders): Promise<void> {
    if (!(await this.acquireLock(session))) throw refuse('You are not holding the lock');
    const leaders = { ...(await this.readLeaders()), ...changes };
    await this.#request('PUT', 'leaders', { value: JSON.stringify(leaders) });
  }

  async checkCookieHash(hash: string): Promise<void> {
    const answer = await this.#request('PUT', 'cookie_hash', { value: hash, prevExist: 'false' });
    if (answer.errorCode !== NODE_EXISTS || (await this.#read('cookie_hash')) === hash) return;
    throw refuse('Someone else uses this provider for another cluster');
  }

  close(): void {}

  async #isHeldBy(value: string): Promise<boolean> {
    return (await this.#read('lock')) === value;
  }

  async #read(key: string): Promise<string | null> {
    return (await this.#request('GET', key)).node?.value ?? null;
  }

  /** The first endpoint that answers; the error of the last one otherwise. */
  async #request(method: 'GET' | 'PUT', key: string, form?: Record<string, string>): Promise<Answer> {
    const { endpoints, prefix, username, password } = this.#params;
    const path = `${prefix.replace(/\/$/, '')}/${key}`;
    const headers: Record<string, string> = {};
    if (username !== '')
      headers.authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const body = form === undefined ? undefined : new URLSearchParams(form);
    for (const endpoint of endpoints) {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(`${endpoint}/v2/keys${path}`, { method, headers, body, signal }).catch(
        () => null,
      );
      if (response !== null) return checkAnswer((await response.json()) as Answer);
    }
    throw refuse(`${endpoints.at(-1)}/v2/members: Couldn't connect to server`);
  }
}

function checkAnswer(answer: Answer): Answer {
  const { errorCode } = answer;
  if (errorCode === undefined || [KEY_NOT_FOUND, TEST_FAILED, NODE_EXISTS].includes(errorCode)) return answer;
  throw refuse(`${answer.message ?? 'etcd refused'} (${errorCode})`);
}

function refuse(message: string): CartridgeError {
  return new CartridgeError('StateProviderError', message);
}
