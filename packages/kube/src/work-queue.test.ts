import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { expect, it } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { WorkQueue, type WorkQueueOptions } from './work-queue.ts';

function queueOf(options: Partial<WorkQueueOptions> & Pick<WorkQueueOptions, 'work'>): {
  queue: WorkQueue;
  clock: ManualClock;
} {
  const clock = new ManualClock();
  const queue = new WorkQueue({ workers: 2, clock, random: () => 0, ...options });
  queue.start();
  return { queue, clock };
}

/** A pass that waits until it is let go. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { passed, open };
}

it('works on a key once however often it was added', async () => {
  const seen: string[] = [];
  const { queue } = queueOf({
    work: async key => {
      seen.push(key);
      return undefined;
    },
  });
  for (let i = 0; i < 10; i += 1) queue.add('a');
  queue.add('b');
  await eventually(() => queue.idle, 'idle');
  expect(seen).toEqual(['a', 'b']);
});

it('runs a key once more when it was added during its pass, and never twice at a time', async () => {
  const gates = [gate(), gate()];
  let running = 0;
  let passes = 0;
  const { queue } = queueOf({
    work: async () => {
      running += 1;
      expect(running).toBe(1);
      await gates[passes++]?.passed;
      running -= 1;
      return undefined;
    },
  });
  queue.add('a');
  await eventually(() => passes === 1, 'the first pass runs');
  queue.add('a');
  queue.add('a');
  gates[0]?.open();
  await eventually(() => passes === 2, 'the second pass runs');
  gates[1]?.open();
  await eventually(() => queue.idle, 'idle');
  expect(passes).toBe(2);
});

it('goes on with others while one is slow', async () => {
  const slow = gate();
  const done: string[] = [];
  const { queue } = queueOf({
    work: async key => {
      if (key === 'slow') await slow.passed;
      done.push(key);
      return undefined;
    },
  });
  for (const key of ['slow', 'a', 'b', 'c']) queue.add(key);
  await eventually(() => done.length === 3, 'the others are done');
  expect(done).toEqual(['a', 'b', 'c']);
  slow.open();
  await queue.stop();
});

it('backs off a failing key, longer each time, and starts anew after a success', async () => {
  const delays: number[] = [];
  let failing = true;
  const { queue, clock } = queueOf({
    backoff: { firstMilliseconds: 100, longestMilliseconds: 300 },
    work: async () => {
      if (failing) throw new Error('no');
      return undefined;
    },
    onFailure: (_key, _error, delay) => delays.push(delay),
  });
  queue.add('a');
  for (const expected of [100, 200, 300, 300]) {
    await eventually(() => queue.idle, 'the pass is over');
    expect(delays.at(-1)).toBe(expected);
    clock.advance(expected);
  }
  failing = false;
  await eventually(() => queue.idle, 'idle');
  clock.advance(300);
  await eventually(() => queue.idle, 'idle');
  failing = true;
  queue.add('a');
  await eventually(() => queue.idle, 'idle');
  expect(delays.at(-1)).toBe(100);
});

it('keeps the earliest wish for a later pass, and drops it when a pass ran before', async () => {
  let passes = 0;
  const { queue, clock } = queueOf({
    work: async () => {
      passes += 1;
      return undefined;
    },
  });
  queue.addAfter('a', 500);
  queue.addAfter('a', 100);
  queue.addAfter('a', 900);
  clock.advance(100);
  await eventually(() => passes === 1 && queue.idle, 'the earliest ran');
  clock.advance(10_000);
  expect(queue.idle).toBe(true);
  queue.addAfter('a', 500);
  queue.add('a');
  await eventually(() => passes === 2 && queue.idle, 'the immediate one ran');
  expect(clock.pending).toBe(0);
});

it('lets a pass ask for the next one', async () => {
  let passes = 0;
  const { queue, clock } = queueOf({
    work: async () => (++passes === 1 ? { againAfterMilliseconds: 250 } : undefined),
  });
  queue.add('a');
  await eventually(() => clock.pending === 1, 'it waits');
  clock.advance(250);
  await eventually(() => passes === 2 && queue.idle, 'it ran again');
  expect(clock.pending).toBe(0);
});

it('waits for running passes when stopped, tells them, and takes nothing more', async () => {
  const started = gate();
  let finished = false;
  let passes = 0;
  const { queue } = queueOf({
    work: async (_key, signal) => {
      passes += 1;
      started.open();
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
      finished = true;
      return { againAfterMilliseconds: 0 };
    },
  });
  queue.add('a');
  await started.passed;
  queue.add('a');
  await queue.stop();
  expect(finished).toBe(true);
  queue.add('b');
  expect(passes).toBe(1);
});

it('collects keys until it is started', async () => {
  const seen: string[] = [];
  const work = async (key: string) => {
    seen.push(key);
    return undefined;
  };
  const queue = new WorkQueue({ workers: 1, clock: new ManualClock(), random: () => 0, work });
  for (const key of ['a', 'b', 'a']) queue.add(key);
  await new Promise(resolve => setImmediate(resolve));
  expect(seen).toEqual([]);
  queue.start();
  await eventually(() => queue.idle, 'idle');
  expect(seen).toEqual(['a', 'b']);
});
