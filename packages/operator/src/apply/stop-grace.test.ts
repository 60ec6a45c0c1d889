import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { expect, it } from 'vitest';
import { withGrace } from './stop-grace.ts';

it('aborts some time after the stop, not with it', () => {
  const clock = new ManualClock();
  const stop = new AbortController();
  const grace = withGrace(stop.signal, clock, 5);
  clock.advance(60_000);
  expect(grace.signal.aborted).toBe(false);
  stop.abort();
  clock.advance(4999);
  expect(grace.signal.aborted).toBe(false);
  clock.advance(1);
  expect(grace.signal.aborted).toBe(true);
});

it('leaves nothing behind once released', () => {
  const clock = new ManualClock();
  const stop = new AbortController();
  const released = withGrace(stop.signal, clock, 5);
  released.release();
  stop.abort();
  expect(clock.pending).toBe(0);
  const late = withGrace(stop.signal, clock, 5);
  expect(clock.pending).toBe(1);
  late.release();
  expect(clock.pending).toBe(0);
});
