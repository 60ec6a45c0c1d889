import { checksum } from '../cluster/config-store.ts';
import { isBroken } from '../cluster/instance-state.ts';
import type { Node } from '../cluster/node.ts';
import { activeServers, type ClusterwideConfig } from '../topology/clusterwide-config.ts';
import {
  type HealthReport,
  type Issue,
  listAliens,
  listIssues,
  listSuggestions,
  NO_SUGGESTIONS,
  type Suggestions,
} from '../topology/issues.ts';
import { configuredPeer } from './topology-queries.ts';

const brokenStates: ReadonlySet<string> = new Set(['disconnected', 'connect', 'stopped']);

/** What this instance tells others about its health. */
export function reportHealth(node: Node): HealthReport {
  const { applier, box, options, replication, store, membership, stateful } = node;
  if (box.instanceUuid === null) throw new Error('Instance is not configured yet');
  const peers = applier.config === null ? [] : activeServers(applier.config.topology);
  return {
    uuid: box.instanceUuid,
    uri: options.advertiseUri,
    alias: membership.self.payload?.alias ?? null,
    checksum: applier.config === null ? null : checksum(applier.config),
    isLocked: store.isLocked(),
    hasOperationError: applier.state === 'OperationError',
    brokenUpstreams: peers
      .flatMap(([uuid]) => replication.upstream(uuid) ?? [])
      .filter(({ status }) => brokenStates.has(status))
      .map(({ uuid, uri, status, message }) => ({ uuid, uri, status, message })),
    configuringSeconds:
      applier.state === 'ConfiguringRoles' ? (performance.now() - applier.stateSince) / 1000 : null,
    failoverProblem: stateful.problem,
  };
}

/** Issues and suggestions of the cluster, from one round of questions. */
export async function examineCluster(
  node: Node,
): Promise<{ issues: Issue[] | null; suggestions: Suggestions }> {
  if (isBroken(node.applier.state)) return { issues: null, suggestions: NO_SUGGESTIONS };
  const config = node.applier.config;
  if (config === null || node.applier.state === 'Unconfigured') {
    return { issues: await forwardedIssues(node), suggestions: NO_SUGGESTIONS };
  }
  const reports = await collectReports(node, config);
  const ownChecksum = checksum(config);
  const members = node.membership.members();
  const aliasOf = (uri: string) => node.membership.member(uri)?.payload?.alias ?? null;
  const issues = [
    ...(await node.stateful.listIssues()),
    ...listIssues({ config, ownChecksum, reports, aliasOf }),
    ...listAliens(config, members),
  ];
  return { issues, suggestions: listSuggestions({ config, ownChecksum, reports, members }) };
}

async function forwardedIssues(node: Node): Promise<Issue[]> {
  const peer = configuredPeer(node);
  if (peer === null) return [];
  try {
    return await node.rpc.call<Issue[]>(peer, 'admin.issues', {});
  } catch {
    return [];
  }
}

async function collectReports(node: Node, config: ClusterwideConfig): Promise<Map<string, HealthReport>> {
  const enabled = activeServers(config.topology).filter(([, server]) => !server.disabled);
  const answers = await node.rpc.callAll<HealthReport>(
    enabled.map(([, server]) => server.uri),
    'admin.health',
    {},
  );
  const reports = new Map<string, HealthReport>();
  for (const answer of answers.values()) if (answer.ok) reports.set(answer.value.uuid, answer.value);
  return reports;
}
