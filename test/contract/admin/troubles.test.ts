import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Alias, TestCluster } from './kit/cluster.ts';
import { eventually } from './kit/eventually.ts';
import { findFreePorts } from './kit/ports.ts';

const ROUTERS = '8e1fe819-10d6-5f2c-baa3-44c9578ade91';
const STORAGES = '49925d04-37ea-524f-857e-a8faa617f3c8';
const STORAGE_0 = '7b52c50a-a3e4-582b-be0e-2ce0e520c74c';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start({ aliases: ['routers-0-0', 'storages-0-0', 'storages-0-1'] });
});
afterAll(() => cluster?.close());

const EDIT = `mutation($replicasets: [EditReplicasetInput]) {
  cluster { edit_topology(replicasets: $replicasets) { servers { uuid } } }
}`;

async function query<T>(alias: Alias, text: string, variables: unknown = null): Promise<T> {
  const answer = await cluster.graphql(alias, text, variables);
  expect(answer).not.toHaveProperty('errors');
  return answer.data as T;
}

async function stateOf(alias: Alias): Promise<string> {
  const { cluster: own } = await query<{ cluster: { self: { state: string } } }>(
    alias,
    '{ cluster { self { state } } }',
  );
  return own.self.state;
}

async function serverOf(alias: Alias): Promise<{ status: string; message: string }> {
  const { servers } = await query<{ servers: { uri: string; status: string; message: string }[] }>(
    'routers-0-0',
    '{ servers { uri status message } }',
  );
  const server = servers.find(({ uri }) => uri === cluster.instance(alias).uri);
  return { status: server?.status ?? '', message: server?.message ?? '' };
}

const allHealthy = () =>
  eventually(async () => {
    const { servers } = await query<{ servers: { status: string }[] }>(
      'routers-0-0',
      '{ servers { status } }',
    );
    expect(servers.map(({ status }) => status)).toEqual(['healthy', 'healthy', 'healthy']);
    for (const { alias } of cluster.instances) expect(await stateOf(alias)).toBe('RolesConfigured');
  });

async function putSection(content: string): Promise<Record<string, unknown>> {
  return cluster.graphql(
    'routers-0-0',
    'mutation($content: String) { cluster { config(sections: [{ filename: "custom.yml", content: $content }]) { filename } } }',
    { content },
  );
}

describe.sequential('a cluster in trouble', () => {
  test('starts healthy', async () => {
    const join = (alias: Alias, uuid?: string) => ({ uri: cluster.instance(alias).uri, uuid });
    await query('routers-0-0', EDIT, {
      replicasets: [
        { uuid: ROUTERS, roles: ['vshard-router', 'app.roles.custom'], join_servers: [join('routers-0-0')] },
        {
          uuid: STORAGES,
          roles: ['vshard-storage'],
          join_servers: [join('storages-0-0', STORAGE_0), join('storages-0-1')],
        },
      ],
    });
    await allHealthy();
  });

  test('refuses changes while a lock is left behind, and is healed by a forced reapply', async () => {
    await writeFile(join(cluster.instance('storages-0-0').workdir, 'config.prepare'), '{}');
    const report = await query<{ cluster: { issues: unknown[]; suggestions: { force_apply: unknown } } }>(
      'routers-0-0',
      `{ cluster {
        issues { topic level message }
        suggestions { force_apply { uuid config_locked config_mismatch operation_error } }
      } }`,
    );
    const { uri } = cluster.instance('storages-0-0');
    expect(report.cluster).toEqual({
      issues: [
        {
          topic: 'config_locked',
          level: 'warning',
          message: `Configuration is prepared and locked on ${uri} (storages-0-0)`,
        },
      ],
      suggestions: {
        force_apply: [
          { uuid: STORAGE_0, config_locked: true, config_mismatch: false, operation_error: false },
        ],
      },
    });
    const refused = await cluster.graphql('routers-0-0', EDIT, {
      replicasets: [{ uuid: ROUTERS, alias: 'r' }],
    });
    expect(refused).toMatchObject({
      errors: [
        {
          message: `"${uri}": Two-phase commit is locked`,
          extensions: { 'io.tarantool.errors.class_name': 'Prepare2pcError' },
        },
      ],
    });
    await query('routers-0-0', 'mutation($u: [String]) { cluster { config_force_reapply(uuids: $u) } }', {
      u: [STORAGE_0],
    });
    await query('routers-0-0', EDIT, { replicasets: [{ uuid: ROUTERS, alias: 'r' }] });
  });

  test('a role may refuse a config before anything is stored', async () => {
    expect(await putSection('refuse: true')).toMatchObject({
      errors: [{ message: expect.stringContaining('custom refuses this config') }],
    });
    expect(
      await query('routers-0-0', '{ cluster { config(sections: ["custom.yml"]) { filename } } }'),
    ).toEqual({ cluster: { config: [] } });
    await allHealthy();
  });

  test('a role that fails puts its instance into OperationError, the next config heals it', async () => {
    expect(await putSection('fail: true')).toMatchObject({
      errors: [{ message: expect.stringContaining('custom failed to apply') }],
    });
    expect(await stateOf('routers-0-0')).toBe('OperationError');
    expect(await putSection('fail: false')).toHaveProperty('data');
    await allHealthy();
  });

  test('a graceful stop is known at once, and forgotten after the return', async () => {
    await cluster.stop('storages-0-1', 'SIGTERM');
    await eventually(async () =>
      expect(await serverOf('storages-0-1')).toEqual({
        status: 'not found',
        message: 'Server uri is not in membership',
      }),
    );
    cluster.spawn('storages-0-1');
    await allHealthy();
  });

  test('a storage waits for its replicas after a restart of all', async () => {
    await Promise.all([cluster.kill('storages-0-0'), cluster.kill('storages-0-1')]);
    cluster.spawn('storages-0-0');
    await eventually(async () => expect(await stateOf('storages-0-0')).toBe('ConnectingFullmesh'));
    const refused = await cluster.graphql('storages-0-0', EDIT, {
      replicasets: [{ uuid: ROUTERS, alias: 'x' }],
    });
    expect(refused).toHaveProperty('errors');
    cluster.spawn('storages-0-1');
    await allHealthy();
    const states = [...cluster.instance('storages-0-1').output.matchAll(/Instance state changed: (.*)/g)].map(
      match => match[1],
    );
    expect(states.slice(-7)).toEqual([
      ' -> ConfigFound',
      'ConfigFound -> ConfigLoaded',
      'ConfigLoaded -> RecoveringSnapshot',
      'RecoveringSnapshot -> ConnectingFullmesh',
      'ConnectingFullmesh -> BoxConfigured',
      'BoxConfigured -> ConfiguringRoles',
      'ConfiguringRoles -> RolesConfigured',
    ]);
  });

  test('a page of another origin is refused', async () => {
    const ask = async (origin: string) => {
      const body = JSON.stringify({ query: '{ cluster { self { state } } }' });
      return (await cluster.fetch('routers-0-0', '/admin/api', { method: 'POST', body, headers: { origin } }))
        .status;
    };
    expect(await ask('http://example.com')).toBe(403);
    expect(await ask(`http://127.0.0.1:${cluster.instance('routers-0-0').httpPort}`)).toBe(200);
  });

  test('with authentication on, nobody without the cookie is served', async () => {
    const authorization = `Basic ${Buffer.from(`admin:${cluster.cookie}`).toString('base64')}`;
    const ask = async (text: string, headers: Record<string, string> = {}) => {
      const body = JSON.stringify({ query: text });
      return (await cluster.fetch('routers-0-0', '/admin/api', { method: 'POST', body, headers })).json();
    };
    const enable = 'mutation { cluster { auth_params(enabled: true) { enabled username } } }';
    expect(await ask(enable)).toMatchObject({
      errors: [{ message: 'You must log in to enable authentication' }],
    });
    expect(await ask(enable, { authorization })).toEqual({
      data: { cluster: { auth_params: { enabled: true, username: 'admin' } } },
    });
    expect(await ask('{ servers { uri } }')).toEqual({ errors: [{ message: 'Unauthorized' }] });
    expect((await cluster.fetch('routers-0-0', '/admin/config')).status).toBe(401);
    const login = await cluster.fetch('routers-0-0', `/login?username=admin&password=${cluster.cookie}`, {
      method: 'POST',
    });
    const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await ask('{ cluster { self { state } } }', { cookie })).toHaveProperty('data');
    expect(await ask('{ cluster { self { state } } }', { cookie: 'lsid="forged.token"' })).toHaveProperty(
      'errors',
    );
  });
});

test('an application that fails ends with its last words in the log', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dev-crash-'));
  const [port = 0, httpPort = 0] = await findFreePorts(2);
  const script = join(folder, 'init.lua');
  await writeFile(
    script,
    "local cartridge = require('cartridge')\nassert(cartridge.cfg({ roles = {} }))\nerror('unhandled error')\n",
  );
  const child = spawn(process.execPath, [cluster.main, script], {
    env: {
      PATH: process.env.PATH,
      TARANTOOL_ADVERTISE_URI: `localhost:${port}`,
      TARANTOOL_HTTP_PORT: String(httpPort),
      TARANTOOL_WORKDIR: folder,
      TARANTOOL_PROBE_URI_TIMEOUT: '10',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', chunk => {
    log += String(chunk);
  });
  const code = await new Promise(resolve => child.once('close', resolve));
  await rm(folder, { recursive: true });
  expect(code).toBe(1);
  expect(log).toContain(`I> Listening HTTP on 0.0.0.0:${httpPort}`);
  expect(log).toContain('I> Instance state changed:  -> Unconfigured');
  expect(
    log
      .trimEnd()
      .split('\n')
      .slice(-2)
      .map(line => line.replace(/^.{23} \[\d+\] /, '')),
  ).toEqual([
    `main utils.c:1014 E> LuajitError: ${script}:3: unhandled error`,
    'main F> fatal error, exiting the event loop',
  ]);
});
