import { setTimeout as delay } from 'node:timers/promises';
import { type Forward, pollUntil, type TestCluster } from '@cartridge-on-kubernetes/test-kit';

const pauseMilliseconds = 50;

export interface Router {
  namespace: string;
  /** pod of the router that is asked */
  pod: string;
}

/**
 * A client of the application that writes one new key after the other, at most 20 a second, through one router, and
 * remembers which were acknowledged. A write that fails is not tried again: whether it was done is unknown.
 */
export class KeyWriter {
  readonly acknowledged: string[] = [];
  readonly #cluster: TestCluster;
  readonly #router: Router;
  #round = 0;
  #run: { stop: AbortController; ended: Promise<void> } | undefined;

  constructor(cluster: TestCluster, router: Router) {
    this.#cluster = cluster;
    this.#router = router;
  }

  /** Writes in the background until `pause`; resolves when a first key is acknowledged. */
  async start(): Promise<void> {
    if (this.#run !== undefined) return;
    const stop = new AbortController();
    const before = this.acknowledged.length;
    this.#run = { stop, ended: this.#write(stop.signal) };
    await pollUntil({ until: 'a key is acknowledged' }, () => {
      if (this.acknowledged.length === before) throw new Error('none is');
    });
  }

  async pause(): Promise<void> {
    this.#run?.stop.abort();
    await this.#run?.ended;
    this.#run = undefined;
  }

  /** Resolves when every acknowledged key can be read with its value, and some were acknowledged. */
  async assertNothingLost(): Promise<void> {
    const written = [...this.acknowledged];
    if (written.length === 0) throw new Error('Nothing was written');
    const missing = new Set(written);
    await pollUntil({ until: `${written.length} acknowledged keys are there` }, async () => {
      await using forward = await this.#forward();
      for (const key of missing) {
        if (!(await hasKey(forward, key))) throw new Error(`${missing.size} unread, among them ${key}`);
        missing.delete(key);
      }
    });
  }

  async #write(signal: AbortSignal): Promise<void> {
    this.#round += 1;
    let number = 0;
    while (!signal.aborted) {
      try {
        await using forward = await this.#forward();
        while (!signal.aborted) {
          number += 1;
          await putKey(forward, `round-${this.#round}-key-${number}`, key => this.acknowledged.push(key));
          await delay(pauseMilliseconds);
        }
      } catch {
        // Pods and their forwards come and go.
        await delay(pauseMilliseconds);
      }
    }
  }

  #forward(): Promise<Forward> {
    const { pod, namespace } = this.#router;
    return this.#cluster.portForward(pod, { namespace, port: 8081 });
  }
}

async function putKey({ url }: Forward, key: string, onAcknowledged: (key: string) => void): Promise<void> {
  const response = await fetch(`${url}/keys/${key}`, {
    method: 'PUT',
    body: JSON.stringify({ value: expectedValue(key) }),
    signal: AbortSignal.timeout(6000),
  });
  await response.text();
  if (response.status === 201) onAcknowledged(key);
}

async function hasKey({ url }: Forward, key: string): Promise<boolean> {
  const response = await fetch(`${url}/keys/${key}`, { signal: AbortSignal.timeout(6000) });
  const text = await response.text();
  return response.status === 200 && JSON.parse(text).value === expectedValue(key);
}

function expectedValue(key: string): string {
  return `value of ${key}`;
}
