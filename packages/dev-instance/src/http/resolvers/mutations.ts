import type { adminApi } from '@cartridge-on-kubernetes/api';
import { patchConfigSections } from '../../admin/config-sections.ts';
import { applyTopologyEdit, type EditResult } from '../../admin/edit-topology.ts';
import { promote, setFailoverParams, setFailoverPaused } from '../../admin/failover.ts';
import { probeServer } from '../../admin/probe-server.ts';
import { restartReplication } from '../../admin/restart-replication.ts';
import { addUser, editUser, removeUser, setAuthParams } from '../../admin/users.ts';
import { bootstrapVshard, editVshardOptions, type VshardOptionsInput } from '../../admin/vshard.ts';
import type { EditReplicasetInput, EditServerInput, LabelInput } from '../../topology/edit-topology.ts';
import { type Resolver, rootReplicasets, rootServers } from './server-fields.ts';

export const mutationFields: Record<string, Record<string, Resolver>> = {
  Mutation: {
    cluster: () => ({}),
    probe_server: (_source, { uri }, { node }) => probeServer(node, uri),
    bootstrap_vshard: (_source, _args, { node }) => bootstrapVshard(node),
    join_server: async (_source, args, { node }) => {
      await applyTopologyEdit(node, { replicasets: [joinEdit(args as JoinServerArguments)] });
      return true;
    },
    edit_server: async (_source, args, { node }) => {
      await applyTopologyEdit(node, { servers: [args as EditServerInput] });
      return true;
    },
    expel_server: async (_source, { uuid }, { node }) => {
      await applyTopologyEdit(node, { servers: [{ uuid, expelled: true }] });
      return true;
    },
    edit_replicaset: async (_source, { master, ...edit }, { node }) => {
      await applyTopologyEdit(node, {
        replicasets: [{ ...edit, failover_priority: master } as EditReplicasetInput],
      });
      return true;
    },
  },
  MutationApicluster: {
    edit_topology: async (_source, args, { node }) => {
      const result = await applyTopologyEdit(node, args);
      return {
        servers: touchedServers(result),
        replicasets: rootReplicasets(result.topology, result.replicasetUuids),
      };
    },
    disable_servers: async (_source, { uuids }, { node }) => {
      const servers = ((uuids ?? []) as string[]).map(uuid => ({ uuid, disabled: true }));
      return touchedServers(await applyTopologyEdit(node, { servers }));
    },
    restart_replication: (_source, { uuids }, { node }) => restartReplication(node, uuids ?? []),
    config: (_source, { sections }, { node }) => patchConfigSections(node, sections ?? []),
    config_force_reapply: async (_source, { uuids }, { node }) => {
      await node.coordinator.forceReapply(uuids ?? []);
      return true;
    },
    failover_params: (_source, args, { node }) => setFailoverParams(node, args),
    failover_promote: (_source, args, { node }) => promote(node, args as Parameters<typeof promote>[1]),
    failover_pause: (_source, _args, { node }) => setFailoverPaused(node, 'pause'),
    failover_resume: (_source, _args, { node }) => setFailoverPaused(node, 'resume'),
    failover: async (_source, { enabled }, { node }) => {
      const { mode } = await setFailoverParams(node, { mode: enabled ? 'eventual' : 'disabled' });
      return mode !== 'disabled';
    },
    edit_vshard_options: (_source, args, { node }) => editVshardOptions(node, args as VshardOptionsInput),
    schema: async (_source, { as_yaml }, { node }) => {
      await patchConfigSections(node, [{ filename: 'schema.yml', content: as_yaml }]);
      return { as_yaml };
    },
    check_schema: () => ({ error: null }),
    auth_params: (_source, args, { node, username }) => setAuthParams({ node, input: args, username }),
    add_user: (_source, args, { node }) => addUser(node, args as Parameters<typeof addUser>[1]),
    edit_user: (_source, args, { node }) => editUser(node, args as Parameters<typeof editUser>[1]),
    remove_user: (_source, { username }, { node }) => removeUser(node, username),
  },
};

const touchedServers = (result: EditResult) => rootServers(result.topology, result.serverUuids);

type JoinServerArguments = Omit<adminApi.MutationJoin_ServerArgs, 'labels'> & {
  labels?: LabelInput[] | null;
};

/** The arguments of the older mutation `join_server` as an edit of the topology. */
function joinEdit(args: JoinServerArguments): EditReplicasetInput {
  return {
    uuid: args.replicaset_uuid,
    alias: args.replicaset_alias,
    vshard_group: args.vshard_group,
    roles: args.roles,
    weight: args.replicaset_weight,
    join_servers: [{ uri: args.uri, uuid: args.instance_uuid, zone: args.zone, labels: args.labels }],
  };
}
