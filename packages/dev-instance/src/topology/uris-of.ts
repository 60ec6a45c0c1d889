import { CartridgeError } from '../errors.ts';
import { findServer, type Topology } from './clusterwide-config.ts';

/** Where these instances are reached. Errors: RefineUriError for one that is not a member, or disabled. */
export function urisOf(topology: Topology, uuids: readonly string[]): string[] {
  return uuids.map(uuid => {
    const server = findServer(topology, uuid);
    if (server === undefined)
      throw new CartridgeError('RefineUriError', `Server ${uuid} not in clusterwide config`);
    if (!server.disabled) return server.uri;
    throw new CartridgeError(
      'RefineUriError',
      `Server ${uuid} is disabled, not suitable for reapplying config`,
    );
  });
}
