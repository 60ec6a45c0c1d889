import type { ServerAnswer, VshardStorageAnswer } from '../data/answer.ts';
import { formatDuration } from './duration.ts';
import type { Health } from './health.ts';
import { readStatus, type StatusView } from './instance-status.ts';
import { type Leaders, type Leadership, readLeadership } from './leadership.ts';
import { type MemoryView, readMemory } from './memory.ts';
import { type ReplicationView, readReplication } from './replication.ts';

export interface InstanceView {
  /** uuid, or the URI of a peer that has none */
  key: string;
  uuid: string | null;
  /** alias, or the URI of one without */
  name: string;
  uri: string;
  health: Health;
  status: StatusView;
  disabled: boolean;
  leadership: Leadership;
  electable: boolean;
  /** null when it does not answer */
  readOnly: boolean | null;
  readOnlyReason: string | null;
  buckets: { count: number; sharePercent: number | null; moving: number } | null;
  memory: MemoryView | null;
  uptime: string | null;
  replication: readonly ReplicationView[];
  zone: string | null;
  labels: ReadonlyArray<{ name: string; value: string }>;
  versions: { tarantool: string | null; cartridge: string | null; app: string | null };
  httpPort: number | null;
  /** 1-based place in the failover priority */
  priority: number | null;
  /** seconds its clock is ahead of the answering instance */
  clockDeltaSeconds: number | null;
  issueCount: number;
}

export interface InstanceSurroundings {
  leaders: Leaders;
  /** buckets of the vshard group its replicaset belongs to; null without one */
  groupBucketCount: number | null;
  nameOf: (uuid: string) => string;
  isAway: (uuid: string) => boolean;
  issueCount: number;
}

export function readInstance(server: ServerAnswer, around: InstanceSurroundings): InstanceView {
  const joined = server.uuid !== '';
  const general = server.boxinfo?.general;
  const replication = readReplication({
    rows: server.boxinfo?.replication?.replication_info ?? [],
    ownUUID: server.uuid,
    nameOf: around.nameOf,
    isAway: around.isAway,
  });
  const status = readWholeStatus(server, replication);
  return {
    key: joined ? server.uuid : server.uri,
    uuid: joined ? server.uuid : null,
    name: server.alias || server.uri,
    uri: server.uri,
    health: status.health,
    status,
    disabled: server.disabled === true,
    leadership: joined ? readLeadership(around.leaders, server.uuid) : 'none',
    electable: server.electable !== false,
    readOnly: general?.ro ?? null,
    readOnlyReason: general?.ro_reason ?? null,
    buckets: readBuckets(server, around.groupBucketCount),
    memory: readMemory(server.statistics),
    uptime: general?.uptime === undefined ? null : formatDuration(general.uptime),
    replication,
    zone: server.zone || null,
    labels: server.labels ?? [],
    versions: {
      tarantool: general?.version?.replace(/^Tarantool /, '') ?? null,
      cartridge: server.boxinfo?.cartridge?.version ?? null,
      app: general?.app_version ?? null,
    },
    httpPort: general?.http_port ?? null,
    priority: server.priority,
    clockDeltaSeconds: server.clock_delta ?? null,
    issueCount: around.issueCount,
  };
}

/** Cartridge calls an instance healthy that copies no data any more. */
function readWholeStatus(server: ServerAnswer, replication: readonly ReplicationView[]): StatusView {
  const status = readStatus({
    status: server.status,
    message: server.message,
    disabled: server.disabled === true,
    joined: server.uuid !== '',
  });
  const stopped = replication.filter(peer => peer.state === 'stopped');
  if (status.health !== 'good' || stopped.length === 0) return status;
  return {
    health: 'warning',
    word: 'Not replicating',
    message: stopped.map(peer => peer.text).join('; '),
    meaning: 'It answers, but what is written on the others does not reach it.',
  };
}

function readBuckets(server: ServerAnswer, groupBucketCount: number | null): InstanceView['buckets'] {
  const count = server.statistics?.vshard_buckets_count;
  if (count == null || groupBucketCount === null) return null;
  return {
    count,
    sharePercent: groupBucketCount > 0 ? (count / groupBucketCount) * 100 : null,
    moving: countMoving(server.boxinfo?.vshard_storage),
  };
}

function countMoving(storage: VshardStorageAnswer | VshardStorageAnswer[] | null | undefined): number {
  const [first] = [storage ?? []].flat();
  return (first?.buckets_sending ?? 0) + (first?.buckets_receiving ?? 0);
}
