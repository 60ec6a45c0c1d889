import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKubeClient, type KubeClient } from '../client/client.ts';
import { eventually } from '../testing/eventually.ts';
import { FakeApiServer } from '../testing/fake-api-server.ts';
import { pod, pods, type TestPod } from '../testing/pods.ts';
import { WatchCache, type WatchCacheOptions } from './watch-cache.ts';

let server: FakeApiServer;
let client: KubeClient;
let caches: Array<WatchCache<TestPod, string>>;
let changes: string[];

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = createKubeClient(server.connection(), { platform: nodePlatform });
  caches = [];
  changes = [];
});

afterEach(async () => {
  await Promise.all(caches.map(cache => cache.stop()));
  await client.close();
  await server.stop();
});

type Options = Partial<WatchCacheOptions<TestPod, string>>;

/** Keeps `name phase` of each pod, and writes down every change. */
async function startCache(options: Options = {}): Promise<WatchCache<TestPod, string>> {
  const cache = new WatchCache<TestPod, string>({
    client,
    platform: nodePlatform,
    resource: pods,
    namespace: 'tarantool',
    project: ({ metadata, status }) => `${metadata.name} ${status?.phase ?? '-'}`,
    onChange: change => changes.push(`${change.kind} ${change.key}`),
    ...options,
    tuning: { backoff: { firstMilliseconds: 5, longestMilliseconds: 50 }, ...options.tuning },
  });
  caches.push(cache);
  await cache.start();
  return cache;
}

const watching = () => eventually(() => server.openWatches === 1, 'a watch is open');
const listsOf = (path = /pods$/) =>
  server.requests.filter(request => path.test(request.path) && request.query.get('watch') === null).length;

describe('an ordinary life', () => {
  it('lists in pages, then follows', async () => {
    for (let i = 0; i < 7; i += 1) server.put(pods, pod(`p${i}`));
    const cache = await startCache({ tuning: { pageSize: 3 } });
    expect(cache.size).toBe(7);
    expect(listsOf()).toBe(3);
    await watching();
    server.put(pods, pod('p0', { phase: 'Running' }));
    server.delete(pods, 'tarantool', 'p1');
    await eventually(() => cache.get('tarantool/p0') === 'p0 Running' && cache.size === 6, 'both arrive');
    expect(changes.slice(7)).toEqual(['changed tarantool/p0', 'deleted tarantool/p1']);
  });

  it('asks for bookmarks and for an end of its own between the two bounds', async () => {
    await startCache({ platform: { ...nodePlatform, random: () => 0.5 } });
    await watching();
    const { query } = server.requests.at(-1)!;
    expect(query.get('allowWatchBookmarks')).toBe('true');
    expect(query.get('timeoutSeconds')).toBe('450');
  });

  it('holds only what the selector picks and what the projection keeps', async () => {
    server.put(pods, pod('ours', { labels: { app: 'x' } }));
    server.put(pods, pod('foreign'));
    const cache = await startCache({ labelSelector: 'app=x' });
    await watching();
    server.put(pods, pod('foreign', { phase: 'Running' }));
    server.put(pods, pod('ours', { labels: { app: 'x' }, phase: 'Running' }));
    await eventually(() => cache.get('tarantool/ours') === 'ours Running', 'ours changes');
    expect(cache.list()).toEqual(['ours Running']);
  });

  it('finds by index, also after the term changed', async () => {
    server.put(pods, pod('a', { phase: 'Pending' }));
    const cache = await startCache({ indexes: { phase: value => [value.split(' ')[1] ?? ''] } });
    await watching();
    server.put(pods, pod('a', { phase: 'Running' }));
    await eventually(() => cache.byIndex('phase', 'Running').length === 1, 'the new term finds it');
    expect(cache.byIndex('phase', 'Pending')).toEqual([]);
  });

  it('is quiet on a quiet watch: one list, one watch, and the event comes at once', async () => {
    const cache = await startCache();
    await watching();
    server.put(pods, pod('a'));
    await eventually(() => cache.size === 1, 'the event arrives');
    expect(server.requests).toHaveLength(2);
  });
});

describe('when the connection goes', () => {
  it('resumes where it was after a cut, and misses nothing', async () => {
    server.put(pods, pod('a'));
    const cache = await startCache();
    for (let round = 0; round < 5; round += 1) {
      await watching();
      server.cutConnections();
      server.put(pods, pod(`during-${round}`));
    }
    await eventually(() => cache.size === 6, 'all five arrive');
    expect(listsOf()).toBe(1);
  });

  it('resumes from the last bookmark after an ordinary end, and tells that a watch begins', async () => {
    let begun = 0;
    await startCache({
      onWatch: () => {
        begun += 1;
      },
    });
    await watching();
    server.put({ ...pods, plural: 'others' }, pod('unrelated'));
    server.sendBookmarks();
    const version = String(server.model.objects.version);
    await eventually(() => {
      server.endWatches();
      return server.requests.at(-1)?.query.get('resourceVersion') === version;
    }, 'the next watch starts at the bookmark');
    expect(begun).toBeGreaterThan(1);
  });

  it('notices a silent peer that used to send bookmarks', async () => {
    const cache = await startCache({ tuning: { bookmarkSilenceSeconds: 0.2 } });
    await watching();
    server.sendBookmarks();
    server.fallSilent();
    server.put(pods, pod('unseen'));
    await eventually(() => server.openWatches === 0, 'it hangs up');
    server.speakAgain();
    server.cutConnections();
    await eventually(() => cache.size === 1, 'the event of the silent time arrives');
    expect(listsOf()).toBe(1);
  });

  it('hangs up on a peer that does not end a watch in time', async () => {
    const clock = new ManualClock();
    await startCache({ platform: { ...nodePlatform, clock }, tuning: { watchSeconds: [60, 60] } });
    await watching();
    server.fallSilent();
    clock.advance(76_000);
    await eventually(() => server.openWatches === 0, 'it hangs up');
  });
});

describe('when the server forgot (410)', () => {
  it('lists again, serves the old copy meanwhile, and tells only what changed', async () => {
    server.put(pods, pod('stays'));
    server.put(pods, pod('goes'));
    const cache = await startCache();
    await watching();
    changes.length = 0;
    server.fallSilent();
    server.cutConnections();
    server.delete(pods, 'tarantool', 'goes');
    server.put(pods, pod('new'));
    server.forgetHistory();
    expect(cache.list()).toEqual(['goes -', 'stays -']);
    server.speakAgain();
    await eventually(() => cache.get('tarantool/new') !== undefined, 'the list is taken over');
    await eventually(() => cache.size === 2, 'the lost one is gone');
    expect(changes.sort()).toEqual(['added tarantool/new', 'deleted tarantool/goes']);
    expect(listsOf()).toBe(2);
  });

  it('takes an ERROR event of 410 as well', async () => {
    const cache = await startCache();
    await watching();
    server.sendError({ kind: 'Status', code: 410, reason: 'Expired' });
    await eventually(() => listsOf() === 2, 'it lists again');
    expect(cache.synced).toBe(true);
  });

  it('takes over a write of its own while it lists again', async () => {
    const { metadata } = server.put(pods, pod('a', { phase: 'Pending' }));
    const problems: unknown[] = [];
    const cache = await startCache({ onProblem: ({ error }) => problems.push(error) });
    await watching();
    let isAway = true;
    server.refuse(request => isAway && request.query.get('watch') === null, { status: 503 }, 1_000_000);
    server.sendError({ kind: 'Status', code: 410, reason: 'Expired' });
    await eventually(() => problems.length > 1, 'the list is refused');
    const running = server.put(pods, pod('a', { phase: 'Running' }));
    expect(running.metadata.uid).toBe(metadata.uid);
    cache.assume(running as unknown as TestPod);
    expect(cache.get('tarantool/a')).toBe('a Running');
    isAway = false;
    await watching();
  });

  it('starts the list again, without pages, when the continue token grew old', async () => {
    for (let i = 0; i < 4; i += 1) server.put(pods, pod(`p${i}`));
    server.refuse(request => request.query.get('continue') !== null, { status: 410, reason: 'Expired' });
    const cache = await startCache({ tuning: { pageSize: 2 } });
    expect(cache.size).toBe(4);
    expect(server.requests.slice(0, 3).map(request => request.query.get('limit'))).toEqual(['2', '2', null]);
  });
});

describe('a list that is older than what the cache holds', () => {
  const expired = { kind: 'Status', code: 410, reason: 'Expired' };

  it('does not take away an object of our own write that is newer than the list', async () => {
    server.put(pods, pod('listed'));
    const cache = await startCache();
    await watching();
    const version = String(server.model.objects.version + 5);
    const { metadata } = pod('written');
    cache.assume({ metadata: { ...metadata, uid: 'uid-written', resourceVersion: version } });
    server.sendError(expired);
    await eventually(() => listsOf() === 2 && server.openWatches === 1, 'it lists again');
    expect(cache.list().sort()).toEqual(['listed -', 'written -']);
    expect(changes).toEqual(['added tarantool/listed', 'added tarantool/written']);
  });

  it('replaces everything where the server was restored from a backup', async () => {
    server.put(pods, pod('a', { phase: 'Pending' }));
    const backup = server.model.objects.version;
    const cache = await startCache();
    await watching();
    server.put(pods, pod('a', { phase: 'Running' }));
    server.put(pods, pod('later'));
    await eventually(() => cache.size === 2, 'the later pod is seen');
    server.model.objects.restore(backup);
    server.sendError({
      kind: 'Status',
      code: 504,
      reason: 'Timeout',
      details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
    });
    await eventually(() => listsOf() === 2 && server.openWatches === 1, 'it lists again');
    expect(cache.list()).toEqual(['a Pending']);
  });
});

describe('when things keep failing', () => {
  it('waits for the server, tells each problem, and starts when it can', async () => {
    const problems: unknown[] = [];
    server.refuse(() => true, { status: 403, reason: 'Forbidden' }, 3);
    const cache = await startCache({ onProblem: ({ error }) => problems.push(error) });
    expect(problems).toHaveLength(3);
    expect(cache.synced).toBe(true);
  });

  it('does not ask in a tight loop when each watch ends at once', async () => {
    const delays: number[] = [];
    await startCache({
      platform: { ...nodePlatform, random: () => 0 },
      onProblem: ({ retryMilliseconds }) => delays.push(retryMilliseconds),
    });
    await eventually(() => {
      server.endWatches();
      return delays.length >= 5;
    }, 'five ends');
    expect(delays.slice(0, 5)).toEqual([5, 10, 20, 40, 50]);
  });
});

describe('an answer of our own write', () => {
  it('is seen at once and not told twice', async () => {
    const cache = await startCache();
    await watching();
    cache.assume(await client.create(pods, pod('a')));
    expect(cache.get('tarantool/a')).toBe('a -');
    await client.create(pods, pod('b'));
    await eventually(() => cache.size === 2, 'the watch brings b');
    expect(changes).toEqual(['added tarantool/a', 'added tarantool/b']);
  });

  it('does not bring back what the watch has seen go', async () => {
    const cache = await startCache();
    await watching();
    const answer = await client.create(pods, pod('a'));
    server.delete(pods, 'tarantool', 'a');
    server.put(pods, pod('later'));
    await eventually(() => cache.get('tarantool/later') !== undefined, 'the watch is past it');
    cache.assume(answer);
    expect(cache.get('tarantool/a')).toBeUndefined();
  });
});
