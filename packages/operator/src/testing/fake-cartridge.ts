import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inBackground } from '@cartridge-on-kubernetes/process';

interface Member {
  uri: string;
  uuid: string;
  alias: string;
  replicaset: string;
}

interface Group {
  uuid: string;
  alias: string;
  roles: string[];
  weight: number;
  members: string[];
}

interface EditInput {
  uuid: string;
  alias?: string;
  roles?: string[];
  weight?: number;
  join_servers?: Array<{ uri: string; uuid: string }>;
}

interface AdminRequest {
  instance: string;
  query: string;
  variables: { replicasets?: EditInput[]; uuids?: string[] };
}

interface Instance {
  name: string;
  uri: string;
  port: number;
  server: Server;
  uuid: string | null;
  state: string;
}

const knownRoles = ['vshard-router', 'vshard-storage', 'app.roles.custom'];

/**
 * Cartridge's admin API as far as the operator uses it: instances on real sockets that share one topology.
 * Joins and bootstraps happen at once; queries are told apart by a word in them, the schema is that of 2.3.0.
 */
export class FakeCartridge {
  readonly requests: AdminRequest[] = [];
  readonly members: Member[] = [];
  readonly groups: Group[] = [];
  bootstrapped = false;
  failoverMode = 'disabled';
  refuseEdits: string | null = null;
  readonly #silent = new Set<string>();
  readonly #instances = new Map<string, Instance>();

  /** Starts an unconfigured instance, or one that remembers its uuid. */
  async start(name: string, uri: string): Promise<{ port: number }> {
    const server = createServer((request, response) => {
      inBackground(this.#serve(name, request, response), error => response.destroy(error));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const member = this.members.find(known => known.uri === uri);
    const uuid = member?.uuid ?? null;
    const state = member === undefined ? 'Unconfigured' : 'RolesConfigured';
    this.#instances.set(name, { name, uri, port, server, uuid, state });
    return { port };
  }

  /** From now on it accepts connections and never answers, also if it has yet to start. */
  fallSilent(name: string): void {
    this.#silent.add(name);
  }

  mutations(): AdminRequest[] {
    return this.requests.filter(({ query }) => query.startsWith('mutation'));
  }

  async stop(): Promise<void> {
    for (const { server } of this.#instances.values()) {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    }
  }

  #instance(name: string): Instance {
    const instance = this.#instances.get(name);
    if (instance === undefined) throw new Error(`no instance ${name}`);
    return instance;
  }

  async #serve(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Omit<AdminRequest, 'instance'>;
    const instance = this.#instance(name);
    this.requests.push({ instance: name, query: body.query, variables: body.variables ?? {} });
    if (this.#silent.has(name)) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.#answer(instance, body)));
  }

  #answer(instance: Instance, { query, variables }: Omit<AdminRequest, 'instance'>): object {
    if (query.includes('__type')) return { data: {} };
    if (query.includes('edit_topology')) return this.#edit(instance, variables.replicasets ?? []);
    if (query.includes('restart_replication')) return { data: { cluster: { restart_replication: true } } };
    if (query.includes('bootstrap_vshard }')) {
      this.bootstrapped = true;
      return { data: { bootstrap_vshard: true } };
    }
    if (query.startsWith('mutation') && query.includes('failover_params')) {
      this.failoverMode = (variables as { mode?: string }).mode ?? this.failoverMode;
      return { data: { cluster: { failover_params: this.#failover() } } };
    }
    if (query.includes('servers {')) return { data: this.#topology(instance) };
    if (query.includes('self {')) return { data: { cluster: { self: selfOf(instance) } } };
    return failed(`unexpected query ${query}`);
  }

  #edit(asked: Instance, edits: EditInput[]): object {
    if (this.refuseEdits !== null) return failed(this.refuseEdits);
    if (asked.state === 'Unconfigured' && this.members.length > 0)
      return failed('a second cluster was founded');
    for (const edit of edits) this.#editGroup(edit);
    return { data: { cluster: { edit_topology: { servers: [], replicasets: [] } } } };
  }

  #editGroup(edit: EditInput): void {
    let group = this.groups.find(known => known.uuid === edit.uuid);
    if (group === undefined) {
      group = { uuid: edit.uuid, alias: edit.alias ?? 'unnamed', roles: [], weight: 1, members: [] };
      this.groups.push(group);
    }
    group.roles = edit.roles ?? group.roles;
    group.weight = edit.weight ?? group.weight;
    for (const { uri, uuid } of edit.join_servers ?? []) {
      const instance = [...this.#instances.values()].find(known => known.uri === uri);
      this.members.push({ uri, uuid, alias: instance?.name ?? uri, replicaset: group.uuid });
      group.members.push(uuid);
      if (instance !== undefined) Object.assign(instance, { uuid, state: 'RolesConfigured' });
    }
  }

  #topology(asked: Instance): object {
    const isMember = asked.state !== 'Unconfigured';
    const uris = new Set(this.members.map(member => member.uri));
    const strangers = [...this.#instances.values()].filter(({ uri }) => !uris.has(uri));
    return {
      servers: [
        ...(isMember ? this.members.map(member => this.#server(member)) : []),
        ...strangers.map(({ uri, name }) => unjoined(uri, name)),
      ],
      replicasets: isMember ? this.groups.map(group => replicasetOf(group)) : [],
      cluster: {
        self: selfOf(asked),
        known_roles: knownRoles.map(name => ({ name, dependencies: [] })),
        vshard_groups: [{ name: 'default', bucket_count: 30000, bootstrapped: this.bootstrapped }],
        can_bootstrap_vshard: isMember && !this.bootstrapped,
        failover_params: this.#failover(),
        issues: [],
      },
    };
  }

  #server(member: Member): object {
    const group = this.groups.find(({ uuid }) => uuid === member.replicaset);
    return {
      ...unjoined(member.uri, member.alias),
      uuid: member.uuid,
      status: 'healthy',
      priority: (group?.members.indexOf(member.uuid) ?? 0) + 1,
      replicaset: { uuid: member.replicaset },
      boxinfo: {
        general: { version: '2.6.0', ro: false, uptime: 1 },
        replication: { replication_info: [] },
      },
      statistics: {
        vshard_buckets_count: this.bootstrapped && group?.roles.includes('vshard-storage') ? 30000 : null,
        quota_used_ratio: '1%',
        arena_used_ratio: '1%',
        items_used_ratio: '1%',
      },
    };
  }

  #failover(): object {
    return { mode: this.failoverMode, state_provider: null, tarantool_params: null, etcd2_params: null };
  }
}

function selfOf({ uri, uuid, name, state }: Instance): object {
  return { uri, uuid, alias: name, state, error: null, app_name: 'test-app', instance_name: name };
}

function unjoined(uri: string, alias: string): object {
  return {
    uri,
    uuid: '',
    alias,
    status: 'unconfigured',
    message: '',
    disabled: false,
    priority: null,
    labels: [],
    replicaset: null,
    boxinfo: null,
    statistics: null,
  };
}

function replicasetOf(group: Group): object {
  const isStorage = group.roles.includes('vshard-storage');
  const leader = { uuid: group.members[0] ?? 'void' };
  return {
    uuid: group.uuid,
    alias: group.alias,
    status: 'healthy',
    roles: group.roles,
    weight: isStorage ? group.weight : null,
    vshard_group: isStorage ? 'default' : null,
    all_rw: false,
    master: leader,
    active_master: leader,
    servers: group.members.map(uuid => ({ uuid })),
  };
}

function failed(message: string): object {
  return { errors: [{ message, extensions: { 'io.tarantool.errors.class_name': 'TestError' } }] };
}
