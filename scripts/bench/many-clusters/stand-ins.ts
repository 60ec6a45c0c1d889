import { createServer, type IncomingMessage, type Server } from 'node:http';
import { adminPort, type BenchCluster, type BenchMember, uriOf } from './bench-clusters.ts';

/**
 * Answers the admin API for all instances of all clusters, each at its own loopback address: healthy members of a
 * formed cluster that take any roles.
 */
export class StandIns {
  readonly #servers: Server[] = [];
  /** by cluster */
  readonly #roles = new Map<string, string[]>();

  async start(clusters: readonly BenchCluster[]): Promise<void> {
    for (const cluster of clusters) {
      this.#roles.set(cluster.name, ['app.roles.custom']);
      await Promise.all(cluster.members.map(member => this.#listen(cluster, member)));
    }
  }

  countWithRoles(number: number): number {
    return [...this.#roles.values()].filter(roles => roles.length === number).length;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  }

  async #listen(cluster: BenchCluster, member: BenchMember): Promise<void> {
    const server = createServer((request, response) => {
      const answered = readBody(request).then(body => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ data: this.#answer(cluster, member, body) }));
      });
      answered.catch(error => response.destroy(error));
    });
    this.#servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(adminPort, member.address, resolve);
    });
  }

  #answer(cluster: BenchCluster, member: BenchMember, { query, variables }: Question): object {
    // The oldest schema.
    if (query.includes('__type')) return {};
    if (query.includes('edit_topology')) {
      const roles = variables?.replicasets?.find(edit => edit.roles !== undefined)?.roles;
      if (roles !== undefined) this.#roles.set(cluster.name, roles);
      return { cluster: { edit_topology: { servers: [], replicasets: [] } } };
    }
    if (query.startsWith('mutation')) return { cluster: { failover_params: failover } };
    if (query.includes('servers {')) return this.#topology(cluster, member);
    return { cluster: { self: selfOf(cluster, member) } };
  }

  #topology(cluster: BenchCluster, asked: BenchMember): object {
    const [leader] = cluster.members;
    return {
      servers: cluster.members.map((member, index) => serverOf({ cluster, member, priority: index + 1 })),
      replicasets: [
        {
          uuid: cluster.replicaset,
          alias: `${cluster.role}-0`,
          status: 'healthy',
          roles: this.#roles.get(cluster.name),
          weight: null,
          vshard_group: null,
          all_rw: false,
          master: { uuid: leader?.uuid },
          active_master: { uuid: leader?.uuid },
          servers: cluster.members.map(({ uuid }) => ({ uuid })),
        },
      ],
      cluster: {
        self: selfOf(cluster, asked),
        known_roles: ['app.roles.custom', 'app.roles.other'].map(name => ({ name, dependencies: [] })),
        vshard_groups: [],
        can_bootstrap_vshard: false,
        failover_params: failover,
        issues: [],
      },
    };
  }
}

interface Question {
  query: string;
  variables?: { replicasets?: { roles?: string[] }[] };
}

const failover = { mode: 'eventual', state_provider: null, tarantool_params: null, etcd2_params: null };

async function readBody(request: IncomingMessage): Promise<Question> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

function selfOf(cluster: BenchCluster, member: BenchMember): object {
  const { uuid, pod } = member;
  return {
    uri: uriOf(cluster, member),
    uuid,
    alias: pod,
    state: 'RolesConfigured',
    error: null,
    app_name: 'app',
    instance_name: pod,
  };
}

function serverOf(of: { cluster: BenchCluster; member: BenchMember; priority: number }): object {
  const { cluster, member, priority } = of;
  return {
    uuid: member.uuid,
    uri: uriOf(cluster, member),
    alias: member.pod,
    status: 'healthy',
    message: '',
    disabled: false,
    priority,
    labels: [],
    replicaset: { uuid: cluster.replicaset },
    boxinfo: {
      general: { version: '2.6.0', ro: priority > 1, uptime: 1 },
      replication: { replication_info: [] },
    },
    statistics: {
      vshard_buckets_count: null,
      quota_used_ratio: '1%',
      arena_used_ratio: '1%',
      items_used_ratio: '1%',
    },
  };
}
