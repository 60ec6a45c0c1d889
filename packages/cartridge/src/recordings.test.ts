import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { AdminClient } from './admin-client.ts';
import { editTopologyVariables } from './calls/edit-topology.ts';
import { isAdminError } from './errors.ts';
import { openAdminClient } from './testing/open-admin-client.ts';
import { RecordedInstance } from './testing/recorded-instance.ts';
import {
  type Exchange,
  findExchange,
  isTopologyQuery,
  readRecording,
  recordingNames,
} from './testing/recordings.ts';
import { callFor, topologyEdit } from './testing/replay-exchange.ts';
import { schemaOf } from './testing/versioned-schema.ts';
import { classifyError } from './wire/classify-error.ts';

let instance: RecordedInstance;
let client: AdminClient;

beforeAll(async () => {
  instance = await RecordedInstance.start(schemaOf('2.7.9'));
  client = openAdminClient({ baseUrl: instance.baseUrl });
});

afterAll(async () => {
  await instance.stop();
});

/** The recorded query did not ask for these two; known roles were recorded on their own. */
function withRolesAndGroups(exchange: Exchange): Exchange {
  if (!exchange.response.data) return exchange;
  const knownRoles = findExchange('01-unconfigured.json', 'whole known roles').response.data
    ?.cluster as object;
  const groups = [{ name: 'default', bucket_count: 300, bootstrapped: true }];
  const cluster = { ...(exchange.response.data.cluster as object), ...knownRoles, vshard_groups: groups };
  return { ...exchange, response: { data: { ...exchange.response.data, cluster } } };
}

async function replay(exchange: Exchange): Promise<unknown> {
  instance.replay(isTopologyQuery(exchange) ? withRolesAndGroups(exchange) : exchange);
  const call = callFor(exchange);
  if (!call) return null;
  return call(client).catch(error => {
    if (!isAdminError(error)) throw error;
    return error;
  });
}

describe.each(recordingNames)('%s', name => {
  const exchanges = readRecording(name);

  test('every topology is read whole', async () => {
    for (const exchange of exchanges.filter(isTopologyQuery)) {
      const topology = await replay(exchange);
      const data = exchange.response.data as Record<string, Array<Record<string, unknown>>>;
      expect(topology, exchange.step).toMatchObject({
        instances: data.servers?.map(({ uuid, uri, status, message }) => ({ uuid, uri, status, message })),
        replicasets: data.replicasets?.map(({ uuid, roles, weight }) => ({ uuid, roles, weight })),
        issues: (data.cluster as unknown as { issues: unknown[] }).issues.map(() => ({})),
      });
    }
  });

  test('every refusal becomes an error with a code, and keeps its words', async () => {
    for (const exchange of exchanges) {
      const recorded = exchange.response.errors?.[0];
      const outcome = await replay(exchange);
      if (!callFor(exchange)) continue;
      if (!recorded) {
        expect(isAdminError(outcome), exchange.step).toBe(false);
        continue;
      }
      expect(outcome, exchange.step).toMatchObject({
        name: 'AdminError',
        cartridgeMessage: recorded.message,
        className: recorded.extensions?.['io.tarantool.errors.class_name'] ?? null,
      });
      expect((outcome as { code: string }).code, exchange.step).not.toBe('Other');
    }
  });

  test('edits are sent with the recorded variables', () => {
    for (const { request } of exchanges) {
      if (!request.query.includes('edit_topology(') || JSON.stringify(request).includes('labels')) continue;
      expect(editTopologyVariables(topologyEdit(request.variables ?? {}))).toEqual(request.variables);
    }
  });
});

test('codes of all recorded errors', async () => {
  const lines = new Set<string>();
  for (const exchange of recordingNames.flatMap(readRecording)) {
    for (const error of exchange.response.errors ?? []) {
      const { code, className, origin, subject } = classifyError(error);
      lines.add(`${code} ${subject ?? '-'} ${origin ?? '-'} <= ${className ?? '-'}: ${error.message.trim()}`);
    }
  }
  await expect(`${[...lines].sort().join('\n')}\n`).toMatchFileSnapshot('../testdata/golden/error-codes.txt');
});

test.each([
  { golden: 'unconfigured', file: '01-unconfigured.json', step: 'topology of an unconfigured instance' },
  { golden: 'bootstrapped', file: '02-join-and-bootstrap.json', step: 'topology after bootstrap_vshard' },
  {
    golden: 'wiped-replica',
    file: '12-wiped-leader.json',
    step: '1 s after it started again without data',
  },
  {
    golden: 'stateful',
    file: '10-stateful-stateboard.json',
    step: '3 s after SIGKILL of the promoted leader storages-0-1',
  },
])('topology as values: $golden', async ({ golden, file, step }) => {
  const topology = await replay(findExchange(file, step));
  await expect(stringify(topology)).toMatchFileSnapshot(`../testdata/golden/${golden}.yaml`);
});
