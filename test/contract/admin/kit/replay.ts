import { expect } from 'vitest';
import type { Alias, TestCluster } from './cluster.ts';
import { ALIASES } from './cluster.ts';
import { eventually } from './eventually.ts';
import { normalise } from './normalise.ts';
import { type Exchange, isTopology, readRecording, topologyQuery } from './recording.ts';
import { isAtOrAfter, type SeenServer, StatusWalk } from './status-walk.ts';
import { toRecorded, toRun } from './translate.ts';

export interface Replay {
  readonly cluster: TestCluster;
  readonly recording: string;
  /** What was done to the processes before a step, by the step's name. */
  readonly actions?: Readonly<Record<string, () => Promise<void>>>;
  /** Steps left out, with the reason. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** Sends what was recorded, in order, and compares what comes back. */
export async function replay({ cluster, recording, actions = {}, skip = {} }: Replay): Promise<void> {
  const exchanges = readRecording(recording).filter(exchange => skip[exchange.step] === undefined);
  for (const [index, exchange] of exchanges.entries()) {
    await actions[exchange.step]?.();
    const next = exchanges[index + 1];
    const isPassing = next !== undefined && isSamePoll(exchange, next) && actions[next.step] === undefined;
    if (exchange.request === undefined) await replayHttp(cluster, exchange);
    else if (!isTopology(exchange)) await replayRequest(cluster, exchange);
    else if (!isPassing) await replayTopology(cluster, exchange);
  }
}

/** States in between are seen or not, depending on the moment; the poll's last answer must be reached. */
function isSamePoll(exchange: Exchange, next: Exchange): boolean {
  return isTopology(exchange) && isTopology(next) && exchange.instance_http_port === next.instance_http_port;
}

async function replayTopology(cluster: TestCluster, exchange: Exchange): Promise<void> {
  const expected = normalise(exchange.response) as { data: { servers: SeenServer[] } };
  const walk = new StatusWalk(expected.data.servers);
  let backwards: unknown;
  await eventually(async () => {
    const answer = toRecorded(cluster, await cluster.graphql(askedOf(exchange), topologyQuery));
    const seen = normalise(answer) as { data?: { servers: SeenServer[] } };
    try {
      walk.see(seen.data?.servers ?? []);
    } catch (error) {
      backwards = error;
    }
    expect(seen, exchange.step).toEqual(expected);
  });
  expect(backwards, exchange.step).toBeUndefined();
}

async function replayRequest(cluster: TestCluster, exchange: Exchange): Promise<void> {
  const { query, variables } = toRun(cluster, exchange.request ?? { query: '' });
  const answer = toRecorded(cluster, await cluster.graphql(askedOf(exchange), query, variables ?? null));
  const expected = normalise(exchange.response);
  expect(withRecordedStatuses(normalise(answer), expected), exchange.step).toEqual(expected);
}

/**
 * Puts the recorded status of a touched server where the seen one is as far or farther on its way. The status of a
 * replicaset is that of its servers at that very moment: it is compared where the topology is polled, not here.
 */
function withRecordedStatuses(seen: unknown, recorded: unknown): unknown {
  const result = editResult(seen);
  const servers = editResult(recorded)?.servers ?? [];
  const replicasets = editResult(recorded)?.replicasets ?? [];
  for (const server of result?.servers ?? []) {
    const old = servers.find(candidate => candidate.uri === server.uri);
    if (old !== undefined && isAtOrAfter(server, old))
      Object.assign(server, { status: old.status, message: old.message });
  }
  for (const replicaset of result?.replicasets ?? []) {
    const old = replicasets.find(candidate => candidate.uuid === replicaset.uuid);
    if (old !== undefined) replicaset.status = old.status;
  }
  return seen;
}

interface EditResult {
  servers: SeenServer[];
  replicasets: { uuid: string; status: string }[];
}

function editResult(answer: unknown): EditResult | undefined {
  return (answer as { data?: { cluster?: { edit_topology?: EditResult } } }).data?.cluster?.edit_topology;
}

/** Plain HTTP: the step is named by its method and path. */
async function replayHttp(cluster: TestCluster, exchange: Exchange): Promise<void> {
  const [method = 'GET', path = '/'] = exchange.step.split(' ');
  const body = exchange.request_body === null ? undefined : toRun(cluster, exchange.request_body);
  const response = await cluster.fetch('routers-0-0', path, { method, body });
  const text = await response.text();
  expect(response.status, exchange.step).toBe(exchange.http_status);
  const contentType = exchange.headers?.['Content-type'];
  if (contentType) expect(response.headers.get('content-type'), exchange.step).toBe(contentType);
  if (response.headers.get('content-type')?.includes('json')) expectSameProblem(text, exchange.body ?? '');
  else if (exchange.body !== undefined && !/^<(YAML|!doctype)/.test(exchange.body))
    expect(text, exchange.step).toBe(exchange.body);
}

function expectSameProblem(seen: string, recorded: string): void {
  const { class_name, err, str } = JSON.parse(recorded) as Record<string, unknown>;
  expect(JSON.parse(seen)).toMatchObject({ class_name, err, str });
}

function askedOf(exchange: Exchange): Alias {
  return ALIASES[(exchange.instance_http_port ?? 8081) - 8081] ?? 'routers-0-0';
}
