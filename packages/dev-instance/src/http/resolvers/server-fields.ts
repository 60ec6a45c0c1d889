import type { GraphQLFieldResolver } from 'graphql';
import type { Node } from '../../cluster/node.ts';
import type { ReplicasetView, ServerView, TopologyView } from '../../topology/topology-view.ts';
import type { GraphqlContext } from '../graphql-context.ts';

export type Resolver = GraphQLFieldResolver<never, GraphqlContext>;

/** A server or replicaset together with the one snapshot that both fields of a request share. */
export interface Rooted<T> {
  readonly view: T;
  readonly topology: TopologyView;
}

const VOID_SERVER = { uri: 'void', uuid: 'void', status: 'void', message: 'void' };

export function rootServers(topology: TopologyView, uuids?: readonly string[]): Rooted<ServerView>[] {
  const shown =
    uuids === undefined ? topology.servers : topology.servers.filter(server => uuids.includes(server.uuid));
  return shown.map(view => ({ view, topology }));
}

export function rootReplicasets(topology: TopologyView, uuids?: readonly string[]): Rooted<ReplicasetView>[] {
  const all = topology.replicasets;
  return (uuids === undefined ? all : all.filter(replicaset => uuids.includes(replicaset.uuid))).map(
    view => ({ view, topology }),
  );
}

const serverField =
  (name: keyof ServerView): Resolver =>
  (source: Rooted<ServerView> | typeof VOID_SERVER) =>
    'view' in source ? source.view[name] : (source as Record<string, unknown>)[name];

const replicasetField =
  (name: keyof ReplicasetView): Resolver =>
  (source: Rooted<ReplicasetView>) =>
    source.view[name];

const leaderField =
  (name: 'masterUuid' | 'activeMasterUuid'): Resolver =>
  ({ view, topology }: Rooted<ReplicasetView>) => {
    const server = topology.servers.find(candidate => candidate.uuid === view[name]);
    return server === undefined ? VOID_SERVER : { view: server, topology };
  };

export const serverFields: Record<string, Record<string, Resolver>> = {
  Server: {
    ...Object.fromEntries(
      (
        [
          'uri',
          'uuid',
          'alias',
          'status',
          'message',
          'disabled',
          'priority',
          'labels',
          'clock_delta',
          'zone',
          'electable',
        ] as const
      ).map(name => [name, serverField(name)]),
    ),
    replicaset: (source: Rooted<ServerView>) => {
      const uuid = source.view?.replicasetUuid;
      return uuid ? (rootReplicasets(source.topology, [uuid])[0] ?? null) : null;
    },
    statistics: (source: Rooted<ServerView>, _args, { node }) => askServer(node, source, 'admin.statistics'),
    boxinfo: (source: Rooted<ServerView>, _args, { node }) => askServer(node, source, 'admin.boxinfo'),
  },
  Replicaset: {
    ...Object.fromEntries(
      (['uuid', 'alias', 'status', 'roles', 'weight', 'vshard_group', 'all_rw'] as const).map(name => [
        name,
        replicasetField(name),
      ]),
    ),
    master: leaderField('masterUuid'),
    active_master: leaderField('activeMasterUuid'),
    servers: ({ view, topology }: Rooted<ReplicasetView>) =>
      view.serverUuids.flatMap(uuid => rootServers(topology, [uuid])),
  },
};

/** Null when the server cannot answer, as it has not joined or is not reachable. */
async function askServer(node: Node, source: Rooted<ServerView>, method: string): Promise<unknown> {
  if (!source.view || source.view.uuid === '' || source.view.status === 'unreachable') return null;
  try {
    return await node.rpc.call(source.view.uri, method, {});
  } catch {
    return null;
  }
}
