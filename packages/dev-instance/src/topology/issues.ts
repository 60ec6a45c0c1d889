import type { adminApi } from '@cartridge-on-kubernetes/api';
import { activeServers, type ClusterwideConfig } from './clusterwide-config.ts';

export type Issue = Readonly<adminApi.Issue> & { readonly level: 'warning' | 'critical' | 'error' };

/** The report of one instance about itself, from which issues are made. */
export interface HealthReport {
  readonly uuid: string;
  readonly uri: string;
  readonly alias: string | null;
  readonly checksum: string | null;
  readonly isLocked: boolean;
  readonly hasOperationError: boolean;
  /** Members of the replicaset that the instance cannot follow. */
  readonly brokenUpstreams: readonly {
    readonly uuid: string;
    readonly uri: string;
    readonly status: string;
    readonly message: string | null;
  }[];
  /** Seconds in ConfiguringRoles, null in any other state. */
  readonly configuringSeconds: number | null;
  /** Why stateful failover does not move here, null when it does. */
  readonly failoverProblem: string | null;
}

export type Reports = ReadonlyMap<string, HealthReport>;

const STUCK_SECONDS = 5;

/** The issues of the whole cluster, from the reports of the instances that answered, by instance uuid. */
export function listIssues(request: {
  config: ClusterwideConfig;
  ownChecksum: string;
  reports: Reports;
  aliasOf: (uri: string) => string | null;
}): Issue[] {
  const { config, reports, ownChecksum } = request;
  const issues: Issue[] = [];
  for (const [uuid, server] of activeServers(config.topology)) {
    const report = reports.get(uuid);
    if (report === undefined) continue;
    const where = { instance_uuid: uuid, replicaset_uuid: server.replicasetUuid };
    const name = named(server.uri, report.alias);
    for (const upstream of report.brokenUpstreams) {
      const from = named(upstream.uri, request.aliasOf(upstream.uri));
      const message = `Replication from ${from} to ${name} state "${upstream.status}" (${upstream.message ?? ''})`;
      issues.push({ level: 'critical', topic: 'replication', message, ...where });
    }
    if (report.checksum !== null && report.checksum !== ownChecksum) {
      issues.push({
        level: 'warning',
        topic: 'config_mismatch',
        message: `Configuration checksum mismatch on ${name}`,
        ...where,
      });
    }
    if (report.isLocked) {
      issues.push({
        level: 'warning',
        topic: 'config_locked',
        message: `Configuration is prepared and locked on ${name}`,
        ...where,
      });
    }
    if ((report.configuringSeconds ?? 0) >= STUCK_SECONDS) {
      const message = `Configuring roles is stuck on ${name} and hangs for ${Math.floor(report.configuringSeconds ?? 0)}s so far`;
      issues.push({ level: 'warning', topic: 'state_stuck', message, ...where });
    }
    if (report.failoverProblem !== null) {
      const message = `Failover is stuck on ${name}: ${report.failoverProblem}`;
      issues.push({
        level: 'warning',
        topic: 'failover',
        message,
        instance_uuid: uuid,
        replicaset_uuid: null,
      });
    }
  }
  return issues;
}

/** Instances that answer at a configured URI under another uuid. */
export function listAliens(
  config: ClusterwideConfig,
  members: readonly {
    uri: string;
    status: string;
    payload: { uuid: string | null; alias: string | null } | null;
  }[],
): Issue[] {
  return activeServers(config.topology).flatMap(([uuid, server]) => {
    const member = members.find(candidate => candidate.uri === server.uri && candidate.status === 'alive');
    if (!member?.payload?.uuid || member.payload.uuid === uuid) return [];
    const message = `Instance ${named(server.uri, member.payload.alias)} with alien uuid is in the membership`;
    return [
      {
        level: 'warning' as const,
        topic: 'aliens',
        message,
        instance_uuid: member.payload.uuid,
        replicaset_uuid: null,
      },
    ];
  });
}

export type Suggestions = Readonly<Required<adminApi.Suggestions>>;

export function listSuggestions(request: {
  config: ClusterwideConfig;
  ownChecksum: string;
  reports: Reports;
  members: readonly { uri: string; status: string; payload: { uuid: string | null } | null }[];
}): Suggestions {
  const { config, ownChecksum, reports, members } = request;
  const enabled = activeServers(config.topology).filter(([, server]) => !server.disabled);
  const refine = activeServers(config.topology).flatMap(([uuid, server]) => {
    const moved = members.find(
      member => member.status === 'alive' && member.payload?.uuid === uuid && member.uri !== server.uri,
    );
    return moved ? [{ uuid, uri_old: server.uri, uri_new: moved.uri }] : [];
  });
  const force = enabled
    .flatMap(([uuid]) => reports.get(uuid) ?? [])
    .map(report => ({
      uuid: report.uuid,
      config_mismatch: report.checksum !== null && report.checksum !== ownChecksum,
      config_locked: report.isLocked,
      operation_error: report.hasOperationError,
    }))
    .filter(entry => entry.config_mismatch || entry.config_locked || entry.operation_error);
  const disable = enabled.filter(([uuid]) => !reports.has(uuid)).map(([uuid]) => ({ uuid }));
  const restart = [...reports.values()]
    .filter(report => report.brokenUpstreams.some(upstream => reports.has(upstream.uuid)))
    .map(report => ({ uuid: report.uuid }));
  return {
    refine_uri: orNull(refine),
    force_apply: orNull(force),
    disable_servers: orNull(disable),
    restart_replication: orNull(restart),
  };
}

export const NO_SUGGESTIONS: Suggestions = {
  refine_uri: null,
  force_apply: null,
  disable_servers: null,
  restart_replication: null,
};

function orNull<T>(list: T[]): T[] | null {
  return list.length > 0 ? list : null;
}

function named(uri: string, alias: string | null): string {
  return alias === null ? uri : `${uri} (${alias})`;
}
