import { readConfigSections, validateConfigSections } from '../../admin/config-sections.ts';
import { readFailover } from '../../admin/failover.ts';
import { examineCluster } from '../../admin/issues.ts';
import { readTopology } from '../../admin/topology-queries.ts';
import { listUsers, readAuthParams } from '../../admin/users.ts';
import { canBootstrapVshard, readVshardGroups } from '../../admin/vshard.ts';
import type { Node } from '../../cluster/node.ts';
import { listKnownRoles } from '../../topology/roles.ts';
import type { SectionInput } from '../../topology/sections.ts';
import type { TopologyView } from '../../topology/topology-view.ts';
import type { GraphqlContext } from '../graphql-context.ts';
import { type Resolver, rootReplicasets, rootServers } from './server-fields.ts';

/** One answer per request for fields that share a round of questions. */
const topologies = new WeakMap<GraphqlContext, Promise<TopologyView>>();
const examinations = new WeakMap<GraphqlContext, ReturnType<typeof examineCluster>>();

function once<T>(
  cache: WeakMap<GraphqlContext, Promise<T>>,
  context: GraphqlContext,
  ask: (node: Node) => Promise<T>,
): Promise<T> {
  const known = cache.get(context);
  if (known !== undefined) return known;
  const asked = ask(context.node);
  cache.set(context, asked);
  return asked;
}

const only = (uuid: string | null | undefined) => (uuid == null ? undefined : [uuid]);

export const queryFields: Record<string, Record<string, Resolver>> = {
  Query: {
    servers: async (_source, { uuid }, context) =>
      rootServers(await once(topologies, context, readTopology), only(uuid)),
    replicasets: async (_source, { uuid }, context) =>
      rootReplicasets(await once(topologies, context, readTopology), only(uuid)),
    cluster: () => ({}),
  },
  Apicluster: {
    self: (_source, _args, { node }) => readSelf(node),
    known_roles: (_source, _args, { node }) =>
      listKnownRoles(node.roles.specs).map(role => ({
        name: role.name,
        dependencies: role.dependencies,
        implies_router: role.impliesRouter,
        implies_storage: role.impliesStorage,
      })),
    issues: async (_source, _args, context) => (await once(examinations, context, examineCluster)).issues,
    suggestions: async (_source, _args, context) =>
      (await once(examinations, context, examineCluster)).suggestions,
    can_bootstrap_vshard: (_source, _args, { node }) => canBootstrapVshard(node),
    vshard_groups: (_source, _args, { node }) => readVshardGroups(node),
    vshard_known_groups: (_source, _args, { node }) => readVshardGroups(node).map(group => group.name),
    vshard_bucket_count: (_source, _args, { node }) =>
      readVshardGroups(node).reduce((sum, group) => sum + group.bucket_count, 0),
    failover_params: (_source, _args, { node }) => readFailover(node),
    failover: (_source, _args, { node }) => readFailover(node).mode !== 'disabled',
    config: (_source, { sections }, { node }) => readConfigSections(node, sections),
    validate_config: async (_source, { sections }, { node }) => ({
      error: await validateConfigSections(node, (sections ?? []) as SectionInput[]),
    }),
    schema: (_source, _args, { node }) => ({
      as_yaml: readConfigSections(node, ['schema.yml'])[0]?.content ?? '',
    }),
    auth_params: (_source, _args, { node, username }) => readAuthParams(node, username),
    users: (_source, { username }, { node }) => listUsers(node, username),
    webui_blacklist: () => null,
    cluster_compression: () => ({ cluster_compression: [] }),
  },
};

/** Local and answered in every state. */
function readSelf({ options, applier, box, membership }: Node) {
  return {
    uri: options.advertiseUri,
    uuid: box.instanceUuid,
    alias: membership.self.payload?.alias ?? null,
    state: applier.state,
    error: applier.error?.message ?? null,
    app_name: options.appName,
    instance_name: options.instanceName,
    demo_uri: null,
  };
}
