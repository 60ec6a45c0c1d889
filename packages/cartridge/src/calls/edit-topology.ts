import type { adminApi, InstanceEdit, ReplicasetEdit, TopologyEdit } from '@cartridge-on-kubernetes/api';
import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/** What Cartridge says it touched; expelled instances are not listed. Both lists empty: nothing was changed here. */
export interface EditedTopology {
  instances: ReadonlyArray<{ uri: string; uuid: string; status: string; message: string }>;
  replicasetUUIDs: readonly string[];
}

/** Never selects statistics or labels here: Cartridge fails an assertion under a mutation's result. */
const editTopologyQuery =
  'mutation($replicasets:[EditReplicasetInput!],$servers:[EditServerInput!]){ cluster { edit_topology(replicasets:$replicasets,servers:$servers){ servers { uuid uri status message } replicasets { uuid } } } }';

interface WireEdited {
  cluster: { edit_topology: adminApi.EditTopologyResult };
}

/** Joins, expels, disables, and edits replicasets in one two-phase commit. The first join founds the cluster. */
export async function editTopology(
  transport: Transport,
  edit: TopologyEdit,
  options: CallOptions = {},
): Promise<EditedTopology> {
  return transport.send({
    call: 'edit_topology',
    query: editTopologyQuery,
    variables: editTopologyVariables(edit),
    deadlineSeconds: deadlineSeconds.mutation,
    parse: parseEdited,
    ...options,
  });
}

function parseEdited({ cluster: { edit_topology: edited } }: WireEdited): EditedTopology {
  return {
    instances: edited.servers
      .filter(server => server !== null)
      .map(({ uri, uuid, status, message }) => ({ uri, uuid, status, message })),
    replicasetUUIDs: edited.replicasets.flatMap(replicaset => replicaset?.uuid ?? []),
  };
}

/** Keys left out of the edit stay out of the request: null and absent both mean unchanged. */
export function editTopologyVariables(edit: TopologyEdit): Record<string, unknown> {
  return defined({
    replicasets: edit.replicasets?.map(wireReplicaset),
    servers: edit.instances?.map(wireServer),
  });
}

function wireReplicaset(edit: ReplicasetEdit): Record<string, unknown> {
  return defined({
    uuid: edit.uuid,
    alias: edit.alias,
    roles: edit.roles,
    weight: edit.weight,
    vshard_group: edit.vshardGroup,
    all_rw: edit.allRw,
    failover_priority: edit.failoverPriority,
    join_servers: edit.joinInstances?.map(({ uri, uuid, zone }) => defined({ uri, uuid, zone })),
  });
}

function wireServer({ uuid, uri, zone, disabled, expelled }: InstanceEdit): Record<string, unknown> {
  return defined({ uuid, uri, zone, disabled, expelled });
}

function defined(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
