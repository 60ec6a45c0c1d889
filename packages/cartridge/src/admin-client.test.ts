import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openAdminClient } from './testing/open-admin-client.ts';
import { RecordedInstance } from './testing/recorded-instance.ts';
import { findExchange } from './testing/recordings.ts';
import { schemaOf } from './testing/versioned-schema.ts';

const secret = 'the-cluster-cookie';
let instance: RecordedInstance;

beforeEach(async () => {
  instance = await RecordedInstance.start(schemaOf('2.17.2'));
});

afterEach(async () => {
  await instance.stop();
});

function replaySelf(): void {
  instance.replay({ response: { data: { cluster: { self: { uri: 'a:3301', state: 'Unconfigured' } } } } });
}

function replayTopology(): void {
  const recorded = findExchange('02-join-and-bootstrap.json', 'topology after bootstrap_vshard').response
    .data;
  const cluster = { ...(recorded?.cluster as object), known_roles: [], vshard_groups: [] };
  instance.replay({ response: { data: { ...recorded, cluster } } });
}

function replayError(message: string, className: string): void {
  const extensions = { 'io.tarantool.errors.class_name': className };
  instance.replay({ response: { errors: [{ message, extensions }] } });
}

describe('the schema of each version', () => {
  test.each(['2.3.0', '2.4.0', '2.5.1', '2.7.0', '2.7.4', '2.7.9', '2.17.2'])(
    '%s answers the topology',
    async version => {
      instance.schema = schemaOf(version);
      replayTopology();
      const topology = await openAdminClient(instance).observeTopology();
      expect(topology.instances).toHaveLength(4);
      expect(topology.suggestions.forceApply).toEqual([]);
      expect(topology.failover.failoverTimeoutSeconds).toBe(version === '2.3.0' ? 3 : 20);
    },
  );

  test('is looked at once', async () => {
    replayTopology();
    const client = openAdminClient(instance);
    await client.observeTopology();
    await client.observeTopology();
    expect(instance.requests.filter(request => request.query.includes('__type'))).toHaveLength(1);
  });

  test('is looked at again when another version answers at the same address', async () => {
    replayTopology();
    const client = openAdminClient(instance);
    await client.observeTopology();
    instance.schema = schemaOf('2.3.0');
    expect((await client.observeTopology()).instances).toHaveLength(4);
  });

  test('decides what a change can ask for', async () => {
    instance.schema = schemaOf('2.3.0');
    const change = openAdminClient(instance).forceReapplyConfig(['u']);
    await expect(change).rejects.toMatchObject({ code: 'Unsupported', subject: 'config_force_reapply' });
  });
});

describe('credentials', () => {
  test('are sent with every request, before any is asked for', async () => {
    replaySelf();
    const credentials = { username: 'admin', password: secret };
    await openAdminClient({ baseUrl: instance.baseUrl, credentials }).observeSelf();
    const expected = `Basic ${Buffer.from(`admin:${secret}`).toString('base64')}`;
    expect(instance.lastRequest.headers.authorization).toBe(expected);
  });

  test('that are wrong give Unauthorized, and are nowhere in the error', async () => {
    instance.replay({ response: { errors: [{ message: 'Unauthorized' }] } });
    const credentials = { username: 'admin', password: secret };
    const client = openAdminClient({ baseUrl: instance.baseUrl, credentials });
    const error = await client.observeSelf().catch(caught => caught);
    expect(error).toMatchObject({ code: 'Unauthorized' });
    expect(`${JSON.stringify(error)} ${error.stack}`).not.toContain(secret);
  });

  test('of a state provider are nowhere in an error', async () => {
    replayError('topology_new.failover unknown mode "x"', 'Invalid cluster topology config');
    const edit = { stateProvider: 'tarantool', stateboard: { uri: 'a:1', password: secret } } as const;
    const error = await openAdminClient(instance)
      .setFailoverParams(edit)
      .catch(caught => caught);
    expect(error).toMatchObject({ code: 'InvalidTopology' });
    expect(`${JSON.stringify(error)} ${error.stack}`).not.toContain(secret);
  });
});

describe('a change whose fate is open', () => {
  test('a commit that failed is not a rollback', async () => {
    replayError(
      '"a:3301": Instance state is OperationError, can\'t apply config in this state',
      'Commit2pcError',
    );
    const change = openAdminClient(instance).editTopology({});
    await expect(change).rejects.toMatchObject({
      code: 'CommitFailed',
      mayHaveChanged: true,
      origin: 'a:3301',
    });
  });

  test('a preparation that failed changed nothing', async () => {
    replayError('"a:3301": Two-phase commit is locked', 'Prepare2pcError');
    const change = openAdminClient(instance).editTopology({});
    await expect(change).rejects.toMatchObject({ code: 'TwoPhaseCommitLocked', mayHaveChanged: false });
  });

  test('an answer that never comes is a Timeout', async () => {
    const { server, baseUrl } = await listen(createServer(() => {}));
    const change = openAdminClient({ baseUrl }).bootstrapVshard({ deadlineSeconds: 0.05 });
    await expect(change).rejects.toMatchObject({
      code: 'Timeout',
      mayHaveChanged: true,
      message: expect.stringContaining('the change may still be going on'),
    });
    const question = openAdminClient({ baseUrl }).observeSelf({ deadlineSeconds: 0.05 });
    await expect(question).rejects.toMatchObject({ message: expect.not.stringContaining('change') });
    server.close();
  });

  test('a caller that gives up is Aborted', async () => {
    const controller = new AbortController();
    const { server, baseUrl } = await listen(createServer(() => controller.abort()));
    const change = openAdminClient({ baseUrl }).bootstrapVshard({ signal: controller.signal });
    await expect(change).rejects.toMatchObject({ code: 'Aborted', mayHaveChanged: true });
    server.close();
  });
});

describe('no admin API behind the address', () => {
  test('nobody listens', async () => {
    const { server, baseUrl } = await listen(createTcpServer());
    await new Promise(resolve => server.close(resolve));
    await expect(openAdminClient({ baseUrl }).observeSelf()).rejects.toMatchObject({ code: 'Unreachable' });
  });

  test('a connection that breaks off', async () => {
    const { server, baseUrl } = await listen(createTcpServer(socket => socket.destroy()));
    await expect(openAdminClient({ baseUrl }).observeSelf()).rejects.toMatchObject({ code: 'Unreachable' });
    server.close();
  });

  test.each([
    { status: 404, body: '' },
    { status: 500, body: 'Internal error' },
    { status: 200, body: 'null' },
    { status: 200, body: '{"data":{"cluster":null}}' },
  ])('HTTP $status with body "$body"', async ({ status, body }) => {
    const { server, baseUrl } = await listen(
      createServer((_, response) => response.writeHead(status).end(body)),
    );
    await expect(openAdminClient({ baseUrl }).observeSelf()).rejects.toMatchObject({ code: 'BadAnswer' });
    server.close();
  });
});

async function listen<S extends Server>(server: S): Promise<{ server: S; baseUrl: string }> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
