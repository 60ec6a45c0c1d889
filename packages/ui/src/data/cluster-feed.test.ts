import { expect, test } from 'vitest';
import { recordedAnswer } from '../../fixtures/answers.ts';
import { ClusterFeed } from './cluster-feed.ts';
import { AdminError } from './errors.ts';
import { schemaQuery } from './schema.ts';
import { selfQuery } from './selection.ts';

const schema = {
  __schema: {
    queryType: { name: 'Query' },
    types: [
      { name: 'Query', fields: [{ name: 'servers', type: { name: 'Server' } }] },
      { name: 'Server', fields: [{ name: 'uri', type: { name: 'String' } }] },
    ],
  },
};

/** A feed whose clock and instance a test turns by hand. */
function createFeed() {
  const world = {
    now: 1_000_000,
    hidden: false,
    timers: [] as Array<{ run: () => void; delayMs: number }>,
    queries: [] as string[],
    answer: (): unknown => recordedAnswer('healthy'),
  };
  const feed = new ClusterFeed(
    {
      async query(text) {
        world.queries.push(text);
        if (text === schemaQuery) return schema;
        if (text === selfQuery) return { cluster: { self: { uri: 'a:3301', state: 'InitError' } } };
        return world.answer();
      },
      login: () => Promise.resolve(),
      logout: () => Promise.resolve(),
    },
    {
      now: () => world.now,
      isHidden: () => world.hidden,
      setTimer(run, delayMs) {
        const timer = { run, delayMs };
        world.timers.push(timer);
        return () => {
          world.timers = world.timers.filter(other => other !== timer);
        };
      },
    },
  );
  const settle = () => new Promise<void>(resolve => setTimeout(resolve, 0));
  return {
    world,
    feed,
    async begin() {
      feed.start();
      await settle();
    },
    async passTimer() {
      const timer = world.timers.shift();
      world.now += timer?.delayMs ?? 0;
      timer?.run();
      await settle();
    },
  };
}

const fail = (error: Error) => () => {
  throw error;
};

test('the first answer makes a picture, and the schema is asked for only once', async () => {
  const { feed, world, begin, passTimer } = createFeed();
  await begin();
  await passTimer();

  expect(feed.state()).toMatchObject({ contact: { kind: 'live' }, picture: { receivedAt: 1_002_000 } });
  expect(world.queries).toEqual([schemaQuery, '{ servers { uri } }', '{ servers { uri } }']);
});

test('an instance that is gone leaves the last picture, with its age, and is tried again', async () => {
  const { feed, world, begin, passTimer } = createFeed();
  await begin();
  world.answer = fail(new AdminError({ code: 'unreachable', message: 'The instance cannot be reached.' }));
  await passTimer();
  await passTimer();

  expect(feed.state()).toMatchObject({
    picture: { receivedAt: 1_000_000 },
    contact: { kind: 'lost', since: 1_002_000, nextTryAt: 1_005_000 },
  });

  world.answer = () => recordedAnswer('healthy');
  await passTimer();
  expect(feed.state()).toMatchObject({ contact: { kind: 'live' }, picture: { receivedAt: 1_005_000 } });
  expect(world.queries.filter(query => query === schemaQuery)).toHaveLength(3);
});

test('an instance that refuses is asked for its own state', async () => {
  const { feed, world, begin } = createFeed();
  world.answer = fail(
    new AdminError({ code: 'refused', message: 'Config is broken', className: 'InitError' }),
  );
  await begin();

  expect(feed.state().contact).toMatchObject({
    kind: 'refused',
    reason: 'Config is broken',
    self: { state: 'InitError' },
  });
});

test('a session that ended takes the picture away and waits for a person', async () => {
  const { feed, world, begin, passTimer } = createFeed();
  await begin();
  world.answer = fail(new AdminError({ code: 'unauthorized', message: 'Sign in' }));
  await passTimer();

  expect(feed.state()).toEqual({ picture: null, contact: { kind: 'unauthorized' } });
  expect(world.timers).toEqual([]);
});

test('a page in the background waits longer, and asks at once when told to', async () => {
  const { feed, world, begin } = createFeed();
  world.hidden = true;
  await begin();
  expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([30_000]);

  world.hidden = false;
  await feed.askNow();
  expect(world.timers.map(({ delayMs }) => delayMs)).toEqual([2_000]);
});

test('a stopped feed asks nothing more', async () => {
  const { feed, world, begin } = createFeed();
  await begin();
  feed.stop();
  const asked = world.queries.length;
  await feed.askNow();

  expect(world.timers).toEqual([]);
  expect(world.queries).toHaveLength(asked);
});
