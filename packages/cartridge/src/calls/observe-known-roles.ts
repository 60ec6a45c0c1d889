import type { adminApi, KnownRole } from '@cartridge-on-kubernetes/api';
import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import { parseKnownRole } from '../wire/parse-known-role.ts';
import type { SchemaFeatures } from '../wire/schema-features.ts';
import { knownRolesFields } from '../wire/topology-query.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/** Roles the app of the asked instance registers, in order; hidden and permanent ones are left out by Cartridge. */
export async function observeKnownRoles(
  transport: Transport,
  features: SchemaFeatures,
  options: CallOptions = {},
): Promise<KnownRole[]> {
  return transport.send({
    call: 'cluster.known_roles',
    query: `query { cluster { known_roles { ${knownRolesFields(features)} } } }`,
    deadlineSeconds: deadlineSeconds.local,
    parse: ({ cluster }: { cluster: Pick<adminApi.Apicluster, 'known_roles'> }) =>
      cluster.known_roles.map(parseKnownRole),
    ...options,
  });
}
