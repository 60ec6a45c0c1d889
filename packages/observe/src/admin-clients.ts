import type { Pod } from '@cartridge-on-kubernetes/api';
import { type AdminClient, createAdminClient } from '@cartridge-on-kubernetes/cartridge';
import type { HttpClient, Platform } from '@cartridge-on-kubernetes/platform';
import { adminAddress } from './admin-address.ts';

interface Entry {
  uid: string | undefined;
  baseUrl: string;
  client: AdminClient;
}

/** Instances are asked in bursts, pass after pass; between them no connection is worth its memory. */
const keepAliveSeconds = 4;

/** One admin client a pod, kept between passes because it knows the version it talks to. */
export class AdminClients {
  readonly #platform: Platform;
  readonly #http: HttpClient;
  readonly #entries = new Map<string, Entry>();

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#http = platform.connect({ keepAliveSeconds });
  }

  /** Null while the pod has no address. A new pod of the old name gets a new client. */
  of(pod: Pod): AdminClient | null {
    const key = `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
    const address = adminAddress(pod);
    if (address === null) return null;
    const known = this.#entries.get(key);
    if (known !== undefined && known.uid === pod.metadata.uid && known.baseUrl === address.baseUrl) {
      return known.client;
    }
    const client = createAdminClient({ ...address, http: this.#http, clock: this.#platform.clock });
    this.#entries.set(key, { uid: pod.metadata.uid, baseUrl: address.baseUrl, client });
    return client;
  }

  forget(podKey: string): void {
    this.#entries.delete(podKey);
  }

  close(): Promise<void> {
    return this.#http.destroy();
  }
}
