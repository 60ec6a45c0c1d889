import type { ClusterAnswer, SelfAnswer, ServerAnswer } from '../data/answer.ts';
import { type FailoverView, readFailover } from './failover.ts';
import { type Headline, writeHeadline } from './headline.ts';
import { type InstanceView, readInstance } from './instance.ts';
import { type IssueView, readIssues } from './issue.ts';
import { readLeaders } from './leadership.ts';
import { type ReplicasetView, readReplicaset } from './replicaset.ts';
import { readSuggestions, type SuggestionView } from './suggestion.ts';
import { readVshardGroups, type VshardGroupView } from './vshard.ts';

/** Everything the page shows, in the order it shows it. */
export interface ClusterView {
  self: SelfView;
  headline: Headline;
  issues: readonly IssueView[];
  suggestions: readonly SuggestionView[];
  replicasets: readonly ReplicasetView[];
  unjoined: readonly InstanceView[];
  vshardGroups: readonly VshardGroupView[];
  failover: FailoverView | null;
  /** the user that is signed in; null while authentication is off */
  user: string | null;
}

/** The instance that answers: all else is what it sees. */
export interface SelfView {
  name: string;
  uri: string;
  state: string;
  error: string | null;
  appName: string | null;
  appVersion: string | null;
  cartridgeVersion: string | null;
  tarantoolVersion: string | null;
}

export function readCluster(answer: ClusterAnswer): ClusterView {
  const servers = answer.servers ?? [];
  const cluster = answer.cluster;
  const names = {
    instances: new Map(servers.map(server => [server.uuid, server.alias || server.uri])),
    replicasets: new Map((answer.replicasets ?? []).map(({ uuid, alias }) => [uuid, alias || uuid])),
  };
  const nameOf = (uuid: string) => names.instances.get(uuid) ?? uuid;
  const read = instanceReader({ answer, nameOf });

  const replicasets = readReplicasets(answer, read);
  const unjoined = servers.filter(server => server.uuid === '').map(read);
  const issues = readIssues(cluster?.issues ?? [], names);
  const vshardGroups = readVshardGroups(cluster ?? {}, replicasets);
  return {
    self: readSelf(cluster?.self ?? null, servers),
    headline: writeHeadline({ replicasets, unjoined, issues, vshardGroups }),
    issues,
    suggestions: readSuggestions(cluster?.suggestions, nameOf),
    replicasets,
    unjoined: unjoined.sort(byName),
    vshardGroups,
    failover: readFailover(cluster?.failover_params),
    user: cluster?.auth_params?.enabled ? cluster.auth_params.username : null,
  };
}

function readReplicasets(
  answer: ClusterAnswer,
  read: (server: ServerAnswer) => InstanceView,
): ReplicasetView[] {
  const byUUID = new Map((answer.servers ?? []).map(server => [server.uuid, server]));
  return (answer.replicasets ?? [])
    .map(replicaset => {
      const members = replicaset.servers.map(({ uuid }) => byUUID.get(uuid));
      return readReplicaset({
        answer: replicaset,
        instances: members.filter(server => server !== undefined).map(read),
        failoverMode: answer.cluster?.failover_params?.mode ?? '',
      });
    })
    .sort(byName);
}

function instanceReader(facts: {
  answer: ClusterAnswer;
  nameOf: (uuid: string) => string;
}): (server: ServerAnswer) => InstanceView {
  const replicasets = new Map((facts.answer.replicasets ?? []).map(entry => [entry.uuid, entry]));
  const groups = new Map((facts.answer.cluster?.vshard_groups ?? []).map(group => [group.name, group]));
  const issues = facts.answer.cluster?.issues ?? [];
  const answering = new Set(
    (facts.answer.servers ?? [])
      .filter(({ status, disabled }) => status === 'healthy' && !disabled)
      .map(({ uuid }) => uuid),
  );
  return server => {
    const replicaset = replicasets.get(server.replicaset?.uuid ?? '');
    return readInstance(server, {
      leaders: replicaset ? readLeaders(replicaset) : { configured: null, active: null },
      groupBucketCount: groups.get(replicaset?.vshard_group ?? '')?.bucket_count ?? null,
      nameOf: facts.nameOf,
      isAway: uuid => !answering.has(uuid),
      issueCount: issues.filter(issue => server.uuid !== '' && issue.instance_uuid === server.uuid).length,
    });
  };
}

export function readSelf(self: SelfAnswer | null, servers: readonly ServerAnswer[]): SelfView {
  const own = servers.find(server => server.uri === self?.uri);
  return {
    name: self?.alias || self?.instance_name || self?.uri || 'unknown instance',
    uri: self?.uri ?? '',
    state: self?.state ?? 'unknown',
    error: self?.error || null,
    appName: self?.app_name || null,
    appVersion: own?.boxinfo?.general?.app_version ?? null,
    cartridgeVersion: own?.boxinfo?.cartridge?.version ?? null,
    tarantoolVersion: own?.boxinfo?.general?.version?.replace(/^Tarantool /, '') ?? null,
  };
}

/** storages-10 after storages-9. */
function byName(left: { name: string }, right: { name: string }): number {
  return left.name.localeCompare(right.name, 'en', { numeric: true });
}
