import type { Node } from '../cluster/node.ts';
import { VSHARD_ROUTER, VSHARD_STORAGE } from '../topology/roles.ts';
import { CARTRIDGE_VERSION, TARANTOOL_VERSION } from '../version.ts';

const MIB = 1_048_576;
const ARENA_USED = 2 * MIB;

/** `statistics` of this instance. Memory figures are those of an almost empty arena. */
export function readStatistics(node: Node) {
  if (node.box.instanceUuid === null) throw new Error('Instance is not configured yet');
  const quota = node.options.memtxMemory;
  const arena = Math.min(quota, 32 * MIB);
  const percent = (part: number, whole: number, digits: number) =>
    `${((100 * part) / whole).toFixed(digits)}%`;
  const itemsUsed = 100_000;
  const itemsSize = 1_300_000;
  return {
    items_size: itemsSize,
    items_used: itemsUsed,
    items_used_ratio: percent(itemsUsed, itemsSize, 2),
    quota_size: quota,
    quota_used: arena,
    quota_used_ratio: percent(arena, quota, 2),
    arena_size: arena,
    arena_used: ARENA_USED,
    arena_used_ratio: percent(ARENA_USED, arena, 1),
    vshard_buckets_count: node.roles.isRunning(VSHARD_STORAGE) ? node.box.state.buckets.size : null,
  };
}

/** `boxinfo` of this instance, section by section as GraphQL has it. */
export async function readBoxInfo(node: Node) {
  const { box, membership, options } = node;
  if (box.instanceUuid === null) throw new Error('Instance is not configured yet');
  return {
    general: readGeneral(node),
    cartridge: {
      version: CARTRIDGE_VERSION,
      state: node.applier.state,
      error: node.applier.error && {
        message: node.applier.error.message,
        class_name: node.applier.error.className,
        stack: null,
      },
    },
    replication: readReplication(node),
    storage: {
      memtx_memory: options.memtxMemory,
      memtx_max_tuple_size: MIB,
      memtx_min_tuple_size: 16,
      wal_mode: 'write',
    },
    network: { net_msg_max: 768, readahead: 16_320, io_collect_interval: null },
    membership: {
      status: membership.self.status,
      incarnation: membership.self.incarnation,
      PROTOCOL_PERIOD_SECONDS: options.swim.protocolPeriodSeconds,
      ACK_TIMEOUT_SECONDS: options.swim.ackTimeoutSeconds,
      ANTI_ENTROPY_PERIOD_SECONDS: options.swim.antiEntropyPeriodSeconds,
      SUSPECT_TIMEOUT_SECONDS: membership.suspectTimeoutSeconds,
      NUM_FAILURE_DETECTION_SUBGROUPS: options.swim.failureDetectionSubgroups,
    },
    vshard_router: await readRouter(node),
    vshard_storage: readStorage(node),
  };
}

function readGeneral({ box, options }: Node) {
  return {
    version: `Tarantool ${TARANTOOL_VERSION}`,
    instance_uuid: box.instanceUuid,
    replicaset_uuid: box.replicasetUuid,
    pid: process.pid,
    uptime: Math.floor(process.uptime()),
    ro: box.isReadOnly,
    listen: options.advertiseUri.split(':')[1],
    work_dir: options.workdir,
    memtx_dir: options.workdir,
    vinyl_dir: options.workdir,
    wal_dir: options.workdir,
    worker_pool_threads: 4,
    http_port: options.httpPort,
    http_host: options.httpHost,
    webui_prefix: options.webuiPrefix,
    app_version: null,
    ro_reason: null,
    election_mode: 'off',
    election_state: null,
    synchro_queue_owner: 0,
  };
}

/** Indexed by replica id; an id that is gone leaves a gap. */
function readReplication({ box, replication }: Node) {
  const ids = [...box.state.cluster.keys()];
  const info = Array.from({ length: Math.max(0, ...ids) }, (_, index) => {
    const uuid = box.state.cluster.get(index + 1);
    if (uuid === undefined) return null;
    const upstream = replication.upstream(uuid);
    const isFollowing = upstream?.status === 'follow';
    return {
      uuid,
      id: index + 1,
      lsn: box.vclock[index + 1] ?? 0,
      upstream_status: upstream?.status ?? null,
      upstream_message: upstream?.message ?? null,
      upstream_peer: upstream?.uri ?? null,
      upstream_idle: isFollowing ? 0 : null,
      upstream_lag: isFollowing ? 0 : null,
      downstream_status: replication.downstream(uuid) ?? null,
      downstream_message: null,
      downstream_lag: null,
    };
  });
  return {
    replication_connect_quorum: ids.length,
    replication_connect_timeout: 30,
    replication_sync_lag: 10,
    replication_sync_timeout: 300,
    replication_timeout: 1,
    replication_skip_conflict: false,
    replication_threads: null,
    vclock: Array.from({ length: Math.max(0, ...ids) }, (_, index) => box.vclock[index + 1] ?? 0),
    replication_info: info,
  };
}

async function readRouter({ roles, router }: Node) {
  if (!roles.isRunning(VSHARD_ROUTER)) return null;
  const { available, unreachable, unknown } = await router.info();
  return [
    {
      vshard_group: 'default',
      buckets_available_ro: 0,
      buckets_available_rw: available,
      buckets_unreachable: unreachable,
      buckets_unknown: unknown,
    },
  ];
}

function readStorage({ roles, storage, applier, box }: Node) {
  if (!roles.isRunning(VSHARD_STORAGE)) return null;
  const { active, sending } = storage.state();
  return {
    vshard_group: applier.config?.topology.replicasets[box.replicasetUuid ?? '']?.vshardGroup ?? 'default',
    buckets_total: active + sending,
    buckets_active: active,
    buckets_pinned: 0,
    buckets_sending: sending,
    buckets_receiving: 0,
    buckets_garbage: 0,
  };
}
