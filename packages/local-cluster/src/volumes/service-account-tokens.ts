import type { Pod, ServiceAccountTokenProjection } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { VolumeError } from './volume-error.ts';

interface TokenRequest {
  namespace: string;
  serviceAccount: string;
  audiences?: string[];
  expirationSeconds: number;
  pod: { name: string; uid: string };
}

interface IssuedToken {
  token: string;
  /** RFC 3339 */
  expirationTimestamp: string;
}

/** Signs a ServiceAccount token bound to a pod, as the API's TokenRequest does. */
export type TokenIssuer = (request: TokenRequest) => Promise<IssuedToken>;

interface HeldToken {
  token: string;
  renewAt: number;
}

const defaultExpirationSeconds = 3600;
/**
 * How often the wall clock is read: a timer is not due earlier where the clock is set or the machine sleeps, and the API
 * refuses the pod's token until it is renewed.
 */
const longestTimerMilliseconds = 2_000;

/** Tokens of one pod: issued on demand, asked for anew after 80 % of their life as kubelet does. */
export class ServiceAccountTokens {
  readonly #issueToken: TokenIssuer;
  readonly #onExpiry: () => void;
  readonly #held = new Map<string, HeldToken>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: { issueToken: TokenIssuer; onExpiry: () => void }) {
    this.#issueToken = options.issueToken;
    this.#onExpiry = options.onExpiry;
  }

  async get(pod: Stored<Pod>, projection: ServiceAccountTokenProjection): Promise<string> {
    const key = JSON.stringify(projection);
    const held = this.#held.get(key);
    const now = Date.now();
    if (held && held.renewAt > now) return held.token;
    const issued = await this.#issueToken({
      namespace: pod.metadata.namespace ?? 'default',
      serviceAccount: pod.spec?.serviceAccountName ?? 'default',
      audiences: projection.audience ? [projection.audience] : undefined,
      expirationSeconds: projection.expirationSeconds ?? defaultExpirationSeconds,
      pod: { name: pod.metadata.name, uid: pod.metadata.uid },
    }).catch((error: Error) => {
      throw new VolumeError(`failed to fetch token: ${error.message}`);
    });
    const lifeMilliseconds = Date.parse(issued.expirationTimestamp) - now;
    this.#held.set(key, { token: issued.token, renewAt: now + lifeMilliseconds * 0.8 });
    this.#arm();
    return issued.token;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#held.clear();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const left = (): number => Math.min(...[...this.#held.values()].map(held => held.renewAt)) - Date.now();
    const look = (): void => {
      if (left() <= 0) this.#onExpiry();
      this.#arm();
    };
    this.#timer = setTimeout(look, Math.min(Math.max(left(), 1000), longestTimerMilliseconds));
    this.#timer.unref();
  }
}
