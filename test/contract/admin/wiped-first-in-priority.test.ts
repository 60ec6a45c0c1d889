import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KV_APP } from './kit/bundle.ts';
import { type Alias, TestCluster } from './kit/cluster.ts';
import { eventually } from './kit/eventually.ts';

const STORAGES = '49925d04-37ea-524f-857e-a8faa617f3c8';
const STORAGE_0 = '7b52c50a-a3e4-582b-be0e-2ce0e520c74c';
const STORAGE_1 = '6d6fedc3-0d25-565d-8f36-7fc771613d07';
const KEY = '/kv/kept';

let cluster: TestCluster;

async function start(): Promise<void> {
  cluster = await TestCluster.start({
    app: KV_APP,
    aliases: ['routers-0-0', 'storages-0-0', 'storages-0-1'],
  });
}
const end = () => cluster?.close();

async function query<T>(text: string, variables: unknown = null): Promise<T> {
  const answer = await cluster.graphql('routers-0-0', text, variables);
  expect(answer).not.toHaveProperty('errors');
  return answer.data as T;
}

const setServer = (server: object) =>
  query(
    'mutation($servers: [EditServerInput]) { cluster { edit_topology(servers: $servers) { servers { uuid } } } }',
    { servers: [server] },
  );

const edit = (replicaset: object) =>
  query(
    'mutation($replicasets: [EditReplicasetInput]) { cluster { edit_topology(replicasets: $replicasets) { servers { uuid } } } }',
    { replicasets: [replicaset] },
  );

/** Stopped with a word to the others, as a pod is; back without its data. */
async function loseVolume(alias: Alias): Promise<void> {
  await cluster.stop(alias, 'SIGTERM');
  await cluster.wipe(alias);
  // A pod has no neighbours on its host to hear from.
  cluster.spawn(alias, { TARANTOOL_SWIM_BROADCAST: 'false' });
  await eventually(async () => {
    const { cluster: own } = (await cluster.graphql(alias, '{ cluster { self { state } } }')).data as {
      cluster: { self: { state: string } };
    };
    expect(own.self.state).toBe('Unconfigured');
  });
  const { servers } = await query<{ servers: { uri: string; message: string }[] }>(
    '{ servers { uri message } }',
  );
  expect(servers.find(({ uri }) => uri === cluster.instance(alias).uri)?.message).toBe(
    'Server uri is not in membership',
  );
}

/** Stopped without a word, so that the others go on to speak to it. */
async function loseNode(alias: Alias): Promise<void> {
  await cluster.kill(alias);
  await cluster.wipe(alias);
  cluster.spawn(alias, { TARANTOOL_SWIM_BROADCAST: 'false' });
  await eventually(async () => {
    const { servers } = await query<{ servers: { uri: string; status: string }[] }>(
      '{ servers { uri status } }',
    );
    expect(servers.find(({ uri }) => uri === cluster.instance(alias).uri)?.status).toBe('unconfigured');
  });
}

const untilHealthy = () =>
  eventually(async () => {
    const { servers } = await query<{ servers: { status: string }[] }>('{ servers { status } }');
    expect(servers.map(({ status }) => status)).toEqual(['healthy', 'healthy', 'healthy']);
  });

const untilLed = (by: string) =>
  eventually(async () => {
    const { replicasets } = await query<{ replicasets: { uuid: string; active_master: { uuid: string } }[] }>(
      '{ replicasets { uuid active_master { uuid } } }',
    );
    expect(replicasets.find(({ uuid }) => uuid === STORAGES)?.active_master.uuid).toBe(by);
  });

const untilReplicated = () =>
  eventually(async () => {
    const { servers } = await query<{ servers: object[] }>(
      '{ servers { boxinfo { replication { replication_info { upstream_status } } } } }',
    );
    expect(JSON.stringify(servers).match(/"follow"/g)).toHaveLength(2);
  });

const readKey = async () => (await cluster.fetch('routers-0-0', KEY)).status;

async function foundWithData(mode: 'eventual' | 'disabled'): Promise<void> {
  const join = (alias: Alias, uuid?: string) => ({ uri: cluster.instance(alias).uri, uuid });
  await edit({ roles: ['app.roles.router'], join_servers: [join('routers-0-0')] });
  await edit({
    uuid: STORAGES,
    roles: ['app.roles.storage'],
    join_servers: [join('storages-0-0', STORAGE_0), join('storages-0-1', STORAGE_1)],
  });
  await query(`mutation { cluster { failover_params(mode: "${mode}") { mode } } }`);
  await query('mutation { bootstrap_vshard }');
  await untilHealthy();
  const body = JSON.stringify({ key: 'kept', value: 'it' });
  expect((await cluster.fetch('routers-0-0', '/kv', { method: 'POST', body })).status).toBe(201);
  await untilReplicated();
}

describe.sequential('a wiped instance of which nobody speaks', () => {
  beforeAll(start);
  afterAll(end);

  test('has a replicaset with data', () => foundWithData('eventual'));

  test('follows over new connections when told so', async () => {
    const restart = 'mutation($uuids: [String!]) { cluster { restart_replication(uuids: $uuids) } }';
    expect(await query(restart, { uuids: [STORAGE_0, STORAGE_1] })).toEqual({
      cluster: { restart_replication: true },
    });
    await untilReplicated();
    const answer = await cluster.graphql('routers-0-0', restart, { uuids: [STORAGES] });
    expect(JSON.stringify(answer.errors)).toContain(`Server ${STORAGES} not in clusterwide config`);
  });

  test('copies the leader where it comes after it in priority', async () => {
    await loseVolume('storages-0-0');
    await untilLed(STORAGE_1);
    await edit({ uuid: STORAGES, failover_priority: [STORAGE_1, STORAGE_0] });
    await untilHealthy();
    await eventually(async () => expect(await readKey()).toBe(200));
  });

  test('founds an empty data set where it is first, and leads with it', async () => {
    await loseVolume('storages-0-1');
    await untilLed(STORAGE_0);
    await eventually(async () => expect(await readKey()).toBe(200));
    await query('mutation($uuids: [String]) { cluster { config_force_reapply(uuids: $uuids) } }', {
      uuids: [STORAGE_1],
    });
    await untilLed(STORAGE_1);
    await eventually(async () => {
      expect(await readKey()).not.toBe(200);
      const { cluster: own } = await query<{ cluster: { issues: { message: string }[] } }>(
        '{ cluster { issues { message } } }',
      );
      const messages = own.issues.map(({ message }) => message).join('\n');
      expect(messages).toContain(`Replica ${STORAGE_0} is not registered with replica set ${STORAGES}`);
    });
  });
});

describe.sequential('a wiped instance that has heard that it leads', () => {
  beforeAll(start);
  afterAll(end);

  test('has a replicaset with data', () => foundWithData('disabled'));

  test('copies who leads by then, where it was disabled meanwhile', async () => {
    await loseNode('storages-0-0');
    await setServer({ uuid: STORAGE_0, disabled: true });
    await untilLed(STORAGE_1);
    await edit({ uuid: STORAGES, failover_priority: [STORAGE_1, STORAGE_0] });
    const probe = 'mutation($uri: String!) { probe_server(uri: $uri) }';
    const { uri } = cluster.instance('storages-0-0');
    expect((await cluster.graphql('storages-0-1', probe, { uri })).errors).toBeUndefined();
    await setServer({ uuid: STORAGE_0, disabled: false });
    await untilHealthy();
    await eventually(async () => expect(await readKey()).toBe(200));
  });

  test('starts empty where the change that boots it is the one that gives the lead to another', async () => {
    await loseNode('storages-0-1');
    await edit({ uuid: STORAGES, failover_priority: [STORAGE_0, STORAGE_1] });
    await untilLed(STORAGE_0);
    await eventually(async () => {
      const { cluster: own } = await query<{ cluster: { issues: { message: string }[] } }>(
        '{ cluster { issues { message } } }',
      );
      const messages = own.issues.map(({ message }) => message).join('\n');
      expect(messages).toContain(`Replica ${STORAGE_0} is not registered with replica set ${STORAGES}`);
    });
    await eventually(async () => expect(await readKey()).toBe(200));
  });
});
