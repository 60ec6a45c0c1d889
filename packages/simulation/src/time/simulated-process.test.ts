import { expect, test } from 'vitest';
import { Chance } from './chance.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { VirtualTime } from './virtual-time.ts';

function start() {
  const time = new VirtualTime();
  const process = new SimulatedProcess({ time, chance: new Chance(1), send: () => {}, startedAt: 0 });
  const seen: number[] = [];
  process.clock.after(10, () => seen.push(time.now));
  process.clock.after(50, () => seen.push(time.now));
  return { time, process, seen };
}

test('what was due while a process stood still comes at once when it goes on', async () => {
  const { time, process, seen } = start();
  process.suspend();
  await time.pass(30);
  process.resume();
  await time.pass(100);
  expect(seen).toEqual([30, 50]);
});

test('nothing of a process that was killed goes on', async () => {
  const { time, process, seen } = start();
  await time.pass(20);
  process.kill();
  await time.pass(100);
  expect(seen).toEqual([10]);
});

test('a clock that is set moves no timer', async () => {
  const { time, process, seen } = start();
  process.setClock(86_400_000);
  await time.pass(10);
  expect(seen).toEqual([10]);
  expect(process.clock.now()).toBe(86_400_010);
  expect(process.clock.monotonic()).toBe(10);
});
