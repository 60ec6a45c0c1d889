import type { Answer, ReplicasetJson, ServerJson } from './answer.ts';

export interface ReplicasetPlan {
  name: string;
  roles: string[];
  instances: number;
  weight?: number;
  /** instances by place, such as { 2: 'dead' } */
  states?: Readonly<Record<number, 'dead' | 'suspect' | 'starting' | 'disabled'>>;
}

const bucketCount = 30_000;
const mebibyte = 1024 ** 2;

/** The answer of a cluster of any size, named as the operator names pods. */
export function buildAnswer(plans: readonly ReplicasetPlan[]): Answer {
  const totalWeight = plans.reduce((sum, plan) => sum + (plan.weight ?? 0), 0);
  const groups = plans.map((plan, index) => {
    const uuid = makeUUID(index + 1, 0);
    const buckets = plan.weight === undefined ? null : Math.round((bucketCount * plan.weight) / totalWeight);
    const servers = Array.from({ length: plan.instances }, (_, place) =>
      buildServer({ plan, place, uuid: makeUUID(index + 1, place + 1), replicaset: uuid, buckets }),
    );
    return { servers, replicaset: buildReplicaset({ plan, uuid, servers }) };
  });
  const servers = groups.flatMap(group => group.servers);
  const [first] = servers;
  return {
    servers,
    replicasets: groups.map(group => group.replicaset),
    cluster: {
      self: {
        uri: first?.uri,
        uuid: first?.uuid,
        alias: first?.alias,
        state: 'RolesConfigured',
        error: null,
        app_name: 'test-app',
        instance_name: first?.alias,
      },
      can_bootstrap_vshard: false,
      vshard_groups: [
        { name: 'default', bucket_count: bucketCount, bootstrapped: true, rebalancer_mode: 'auto' },
      ],
      failover_params: {
        mode: 'eventual',
        state_provider: null,
        failover_timeout: 20,
        fencing_enabled: false,
      },
      issues: [],
      suggestions: null,
      auth_params: { enabled: false, username: null },
    },
  };
}

interface ServerPlan {
  plan: ReplicasetPlan;
  place: number;
  uuid: string;
  replicaset: string;
  buckets: number | null;
}

function buildServer({ plan, place, uuid, replicaset, buckets }: ServerPlan): ServerJson {
  const state = plan.states?.[place];
  const alias = `${plan.name}-${place}`;
  const away = state === 'dead' || state === 'suspect';
  return {
    uri: `${alias}.test-app.tarantool.svc.cluster.local:3301`,
    uuid,
    alias,
    ...statusOf(state),
    disabled: state === 'disabled',
    priority: place + 1,
    electable: true,
    zone: place % 2 === 0 ? 'zone-a' : 'zone-b',
    clock_delta: 0.002,
    labels: [],
    replicaset: { uuid: replicaset },
    statistics: away ? null : buildStatistics(buckets),
    boxinfo: away ? null : buildBox({ plan, place, uuid }),
  };
}

function statusOf(state: string | undefined): { status: string; message: string } {
  switch (state) {
    case 'dead':
    case 'suspect':
      return { status: 'unreachable', message: `Server status is "${state}"` };
    case 'starting':
      return { status: 'unconfigured', message: 'RecoveringSnapshot' };
    default:
      return { status: 'healthy', message: '' };
  }
}

function buildStatistics(buckets: number | null) {
  return {
    vshard_buckets_count: buckets,
    quota_size: 256 * mebibyte,
    quota_used: 64 * mebibyte,
    arena_used: 41 * mebibyte,
    quota_used_ratio: '25.00%',
    arena_used_ratio: '64.1%',
    items_used_ratio: '88.20%',
  };
}

function buildBox({ plan, place }: { plan: ReplicasetPlan; place: number; uuid: string }) {
  return {
    general: {
      version: 'Tarantool 2.11.5',
      uptime: 3 * 86_400 + 4 * 3_600 + place,
      ro: place > 0,
      ro_reason: place > 0 ? 'config' : null,
      app_version: '0.1.0-0',
      http_port: 8081,
    },
    cartridge: { version: '2.17.2', state: 'RolesConfigured', error: null },
    replication: { replication_info: [] },
    vshard_storage:
      plan.weight === undefined ? null : [{ buckets_sending: 0, buckets_receiving: 0, buckets_garbage: 0 }],
  };
}

function buildReplicaset(facts: {
  plan: ReplicasetPlan;
  uuid: string;
  servers: ServerJson[];
}): ReplicasetJson {
  const { plan, uuid, servers } = facts;
  const living = servers.find(server => server.status === 'healthy' && server.disabled === false);
  return {
    uuid,
    alias: plan.name,
    status: servers.every(server => server.status === 'healthy') ? 'healthy' : 'unhealthy',
    roles: plan.roles,
    weight: plan.weight ?? null,
    vshard_group: plan.weight === undefined ? null : 'default',
    all_rw: false,
    master: servers[0],
    active_master: living ?? servers[0],
    servers,
  };
}

function makeUUID(replicaset: number, instance: number): string {
  const [first, last] = [replicaset, instance].map(part => String(part).padStart(4, '0'));
  return `c0ffee00-${first}-4000-8000-00000000${last}`;
}
