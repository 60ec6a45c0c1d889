import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '../runtime/log.ts';
import { startReconcileLoop } from './reconcile-loop.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what is due in months is looked at every minute, as the clock may be set meanwhile', async () => {
  let looks = 0;
  const loop = startReconcileLoop({
    name: 'job',
    log: silentLog,
    reconcile: async () => {
      looks += 1;
      return { retryAfterSeconds: 90 * 86_400 };
    },
  });
  loop.enqueue({ namespace: 'default', name: 'backup' });
  await vi.advanceTimersByTimeAsync(59_000);
  expect(looks).toBe(1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(looks).toBe(11);
  await loop.stop();
});
