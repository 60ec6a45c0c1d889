import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestCluster } from './kit/cluster.ts';
import { replay } from './kit/replay.ts';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start();
});
afterAll(() => cluster?.close());

test('an instance that has not joined answers and refuses as recorded', async () => {
  await replay({ cluster, recording: '01-unconfigured' });
  const answer = await cluster.graphql('storages-0-0', '{ cluster { self { state uuid } } }');
  expect(answer).toEqual({
    data: { cluster: { self: { state: 'RolesConfigured', uuid: '7b52c50a-a3e4-582b-be0e-2ce0e520c74c' } } },
  });
});
