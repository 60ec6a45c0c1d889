import { expect, test } from 'vitest';
import { VirtualTime } from './virtual-time.ts';

test('tasks come in the order of their times, and of their making where they are due together', async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  for (const [name, delay] of [
    ['c', 30],
    ['a', 10],
    ['b', 20],
    ['a2', 10],
  ] as const)
    time.after(delay, () => seen.push(`${name} at ${time.now}`));
  await time.pass(25);
  expect(seen).toEqual(['a at 10', 'a2 at 10', 'b at 20']);
  expect(time.now).toBe(25);
});

test('what follows from a task comes before the next task', async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  let work: Promise<unknown> = Promise.resolve();
  time.after(1, () => {
    work = work.then(() => null).then(() => seen.push('what follows'));
  });
  time.after(1, () => seen.push('the next'));
  await time.pass(1);
  expect(seen).toEqual(['what follows', 'the next']);
  await work;
});

test('a task that was taken back never comes', async () => {
  const time = new VirtualTime();
  const cancel = time.after(1, () => expect.unreachable());
  cancel();
  await time.pass(10);
  expect(time.now).toBe(10);
});

test('many timers of any times come in their order', async () => {
  const time = new VirtualTime();
  const seen: number[] = [];
  for (let index = 0; index < 500; index += 1) {
    const delay = (index * 7919) % 503;
    time.after(delay, () => seen.push(delay));
  }
  await time.pass(600);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen).toHaveLength(500);
});
