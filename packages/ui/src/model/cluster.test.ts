import { expect, test } from 'vitest';
import { recordedAnswer, recordedNames } from '../../fixtures/answers.ts';
import { readCluster } from './cluster.ts';

test('a healthy cluster is named in one line, with its instances in priority order', () => {
  const view = readCluster(recordedAnswer('healthy'));

  expect(view.headline).toEqual({ health: 'good', title: 'Healthy: all 3 instances answer', points: [] });
  expect(view.replicasets.map(({ name, statusText, roles }) => ({ name, statusText, roles }))).toEqual([
    {
      name: 'routers-0',
      statusText: 'healthy',
      roles: ['failover-coordinator', 'vshard-router', 'app.roles.custom'],
    },
    { name: 'storages-0', statusText: 'healthy', roles: ['vshard-storage', 'app.roles.custom'] },
  ]);
  expect(
    view.replicasets[1]?.instances.map(({ name, leadership, readOnly, buckets, memory }) => ({
      name,
      leadership,
      readOnly,
      buckets: buckets?.count,
      memory: memory?.text,
    })),
  ).toEqual([
    { name: 'storages-0-0', leadership: 'leader', readOnly: false, buckets: 300, memory: '2\u00a0%' },
    { name: 'storages-0-1', leadership: 'none', readOnly: true, buckets: 300, memory: '2\u00a0%' },
  ]);
});

test('the instance that answers is named, with the versions it tells', () => {
  expect(readCluster(recordedAnswer('healthy')).self).toMatchObject({
    name: 'routers-0-0',
    uri: 'localhost:3301',
    state: 'RolesConfigured',
    tarantoolVersion: '2.6.0-0-g47aa4e01e',
  });
});

test('a leader whose role failed answers, and is told with its state', () => {
  const answer = recordedAnswer('healthy');
  const failed = { status: 'error', message: 'OperationError' } as const;
  const servers = (answer.servers ?? []).map(server =>
    server.alias === 'routers-0-0' ? { ...server, ...failed } : server,
  );
  const view = readCluster({ ...answer, servers });

  expect(view.headline.title).toBe('routers-0 has no working leader');
  expect(view.replicasets[0]?.notes).toEqual([
    'routers-0-0 leads but is in state OperationError: what the application does may fail.',
  ]);
});

test('peers that have not joined are no cluster', () => {
  const view = readCluster(recordedAnswer('unconfigured'));

  expect(view.headline.title).toBe('Not a cluster yet: 4 instances wait to be joined');
  expect(view.replicasets).toEqual([]);
  expect(view.unjoined.map(({ name, status }) => `${name} ${status.word}`)).toEqual([
    'routers-0-0 Not joined',
    'storages-0-0 Not joined',
    'storages-0-1 Not joined',
    'storages-1-0 Not joined',
  ]);
});

test('buckets that nobody bootstrapped are on their way, not a fault', () => {
  const { headline, vshardGroups } = readCluster(recordedAnswer('joined'));

  expect(headline).toMatchObject({ health: 'waiting', title: 'Vshard is not bootstrapped yet' });
  expect(headline.points).toEqual(['1 instance not joined']);
  expect(vshardGroups[0]?.bootstrapped).toBe(false);
});

test('a dead leader whom another replaced is dead, and both facts are told apart', () => {
  const view = readCluster(recordedAnswer('eventualLeaderDead'));
  const storages = view.replicasets.find(({ name }) => name === 'storages-0');

  expect(view.headline.title).toBe('1 of 3 instances dead: storages-0-0');
  expect(storages?.notes).toEqual(['storages-0-1 leads for now; storages-0-0 is configured to.']);
  expect(storages?.instances.map(({ name, leadership }) => `${name}: ${leadership}`)).toEqual([
    'storages-0-0: configured leader',
    'storages-0-1: leads for now',
  ]);
  expect(storages?.instances[0]?.status).toMatchObject({
    health: 'bad',
    word: 'Dead',
    message: "Server status is 'dead'",
  });
});

test('a dead leader whom nobody replaces is what matters most', () => {
  const answer = recordedAnswer('eventualLeaderDead');
  const storages = answer.replicasets?.find(({ alias }) => alias === 'storages-0');
  if (storages) storages.active_master = storages.master;
  if (answer.cluster?.failover_params) answer.cluster.failover_params.mode = 'disabled';

  const view = readCluster(answer);

  expect(view.headline.title).toBe('storages-0 has no working leader');
  expect(view.replicasets[1]?.notes).toEqual([
    'storages-0-0 should lead but does not answer, and failover is disabled, so nobody takes over: writes fail.',
  ]);
});

test('a leader nobody knows leaves a replicaset read-only', () => {
  const answer = recordedAnswer('healthy');
  for (const replicaset of answer.replicasets ?? []) {
    replicaset.master = { uuid: 'void' };
    replicaset.active_master = { uuid: 'void' };
  }

  const view = readCluster(answer);

  expect(view.headline.title).toBe('routers-0 and storages-0 have no working leader');
  expect(view.replicasets[0]?.notes).toEqual([
    'No leader is known: every instance is read-only until failover appoints one.',
  ]);
});

test('a member that no longer copies from a living one is in trouble, though Cartridge calls it healthy', () => {
  const answer = recordedAnswer('healthy');
  const replica = answer.servers?.find(({ alias }) => alias === 'storages-0-1');
  const row = replica?.boxinfo?.replication?.replication_info?.find(
    entry => entry?.upstream_status === 'follow',
  );
  if (row) Object.assign(row, { upstream_status: 'stopped', upstream_message: 'Duplicate key' });

  const view = readCluster(answer);

  expect(view.headline.title).toBe('1 of 3 instances not replicating: storages-0-1');
  expect(view.replicasets[1]?.instances[1]?.status.message).toBe(
    'does not copy from storages-0-0 (stopped: Duplicate key)',
  );
});

test('a member that copies nothing from a dead one is healthy', () => {
  const { replicasets } = readCluster(recordedAnswer('leaderDead'));
  const survivor = replicasets[1]?.instances.find(({ name }) => name === 'storages-0-1');

  expect(survivor?.health).toBe('good');
  expect(survivor?.replication.map(({ peer, state }) => [peer, state])).toEqual([['storages-0-0', 'away']]);
});

test('a disabled instance is counted out, not counted dead', () => {
  const view = readCluster(recordedAnswer('leaderDeadAndDisabled'));
  const disabled = view.replicasets
    .flatMap(({ instances }) => instances)
    .find(({ health }) => health === 'off');

  expect(disabled).toMatchObject({
    name: 'storages-0-0',
    status: { word: 'Disabled', message: "Server status is 'dead'" },
  });
  expect(view.headline.points).toContain('Disabled: storages-0-0');
});

test('a member that came back without its data is called unconfigured, one that starts is not', () => {
  const wiped = readCluster(recordedAnswer('replicaWiped'));
  const back = recordedAnswer('restarting');
  for (const server of back.servers ?? []) server.disabled = false;
  const starting = readCluster(back);

  expect(wiped.headline.title).toBe('1 of 3 instances unconfigured: storages-0-1');
  expect(starting.headline.title).toBe('1 of 3 instances starting: storages-0-0');
});

test.each(recordedNames)('the recorded answer "%s" becomes a picture without gaps', name => {
  const view = readCluster(recordedAnswer(name));
  const answered = recordedAnswer(name).servers ?? [];

  const shown = [...view.replicasets.flatMap(({ instances }) => instances), ...view.unjoined];
  expect(shown.map(({ uri }) => uri).sort()).toEqual(answered.map(({ uri }) => uri).sort());
  expect(view.headline.title).not.toMatch(/undefined|null|NaN/);
  expect(JSON.stringify(view)).not.toContain('undefined');
});

test('an instance in InitError answers little, and that is shown', () => {
  const view = readCluster({
    servers: null,
    replicasets: null,
    cluster: {
      self: {
        uri: 'a:3301',
        uuid: null,
        alias: 'a',
        state: 'InitError',
        error: 'Bad config',
        app_name: null,
        instance_name: null,
      },
      issues: null,
    },
  });

  expect(view.self).toMatchObject({ name: 'a', state: 'InitError', error: 'Bad config' });
  expect(view.headline.title).toBe('An empty cluster');
});
