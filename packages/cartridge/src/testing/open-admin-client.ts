import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { type AdminClient, createAdminClient } from '../admin-client.ts';
import type { TransportOptions } from '../wire/transport.ts';

const http = nodePlatform.connect({ keepAliveSeconds: 1 });

/** A client on real sockets by the real clock. */
export function openAdminClient({
  baseUrl,
  credentials,
}: Pick<TransportOptions, 'baseUrl' | 'credentials'>): AdminClient {
  const options = { baseUrl, http, clock: nodePlatform.clock };
  return createAdminClient(credentials === undefined ? options : { ...options, credentials });
}
