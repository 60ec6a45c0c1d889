import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { beforeEach, expect, it } from 'vitest';
import { ServerClock } from './server-clock.ts';

const day = 24 * 3600_000;
let own: ManualClock;
let clock: ServerClock;
let heard: number[];
beforeEach(() => {
  own = new ManualClock();
  heard = [];
  clock = new ServerClock(own, offset => heard.push(offset));
});

/** One request to a server whose clock differs by `skew`; milliseconds. */
function exchange({ skew, there = 10, back = 10 }: { skew: number; there?: number; back?: number }): void {
  const learn = clock.ask();
  own.advance(there);
  const date = new Date(own.now() + skew).toUTCString();
  own.advance(back);
  learn(date);
}

const error = (skew: number) => Math.abs(clock.now() - (own.now() + skew));

it.each([day, -day, 3600_000, 90_000, -5000, 1500])('learns that the server differs by %i ms', skew => {
  exchange({ skew });
  expect(error(skew)).toBeLessThanOrEqual(1020);
});

it('is its own clock where they agree, however slow an answer is', () => {
  own.advance(1234);
  for (const slow of [0, 700, 5000, 30_000]) {
    exchange({ skew: 0, there: slow });
    exchange({ skew: 0, back: slow });
  }
  expect(clock.now()).toBe(own.now());
  expect(heard).toEqual([]);
});

it('comes closer with each answer and does not waver', () => {
  for (let answer = 0; answer < 50; answer += 1) {
    own.advance(137);
    exchange({ skew: day });
  }
  const settled = heard.length;
  expect(error(day)).toBeLessThanOrEqual(160);
  for (let answer = 0; answer < 200; answer += 1) {
    own.advance(991);
    exchange({ skew: day, back: answer * 7 });
  }
  expect(heard.length - settled).toBeLessThan(5);
});

it('follows its own clock when that is set, and the server when that is', () => {
  exchange({ skew: 0 });
  own.set(-day);
  exchange({ skew: day });
  expect(error(day)).toBeLessThanOrEqual(1020);
  exchange({ skew: 0 });
  expect(error(0)).toBeLessThanOrEqual(1020);
});

it('learns nothing from an answer without a date, or over which its own clock was put back', () => {
  for (const date of [undefined, 'yesterday', ['a', 'b']]) clock.ask()(date);
  const learn = clock.ask();
  const date = new Date(own.now()).toUTCString();
  own.set(-day);
  learn(date);
  expect(clock.now()).toBe(own.now());
});

it('measures durations by the machine', () => {
  const before = clock.monotonic();
  exchange({ skew: day });
  expect(clock.monotonic() - before).toBe(20);
  let rang = false;
  clock.after(1000, () => {
    rang = true;
  });
  own.advance(1000);
  expect(rang).toBe(true);
});
