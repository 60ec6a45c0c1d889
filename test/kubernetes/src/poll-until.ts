import { setTimeout as delay } from 'node:timers/promises';

/** Calls `probe` until it gives a value; a rejection or undefined means not yet. */
export async function pollUntil<T>(
  what: string,
  deadlineMilliseconds: number,
  probe: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = performance.now() + deadlineMilliseconds;
  let lastError: unknown;
  while (performance.now() < deadline) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      lastError = error;
    }
    await delay(100);
  }
  throw new Error(`Waited ${deadlineMilliseconds / 1000} s in vain until ${what}`, { cause: lastError });
}
