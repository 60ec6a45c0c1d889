import { inBackground } from '@cartridge-on-kubernetes/process';
import type { Pod } from 'kubernetes-types/core/v1';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Stored } from '../in-process/typed-objects.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';

const pod = { metadata: { name: 'web-0', namespace: 'default', uid: 'u' }, spec: {} } as Stored<Pod>;
const projection = { path: 'token', expirationSeconds: 3600 };
let issued = 0;
let refuses = false;
let failures: string[];
let tokens: ServiceAccountTokens;

beforeEach(() => {
  vi.useFakeTimers();
  issued = 0;
  failures = [];
  tokens = new ServiceAccountTokens({
    issueToken: async ({ expirationSeconds }) => {
      if (refuses) throw new Error('not now');
      issued += 1;
      const expirationTimestamp = new Date(Date.now() + expirationSeconds * 1000).toISOString();
      return { token: `token-${issued}`, expirationTimestamp };
    },
    onExpiry: () => inBackground(tokens.get(pod, projection), error => failures.push(error.message)),
  });
});
afterEach(() => {
  tokens.close();
  vi.useRealTimers();
});

test('a token is kept for 80 % of its life and then made anew', async () => {
  expect(await tokens.get(pod, projection)).toBe('token-1');
  await vi.advanceTimersByTimeAsync(2_870_000);
  expect(issued).toBe(1);
  expect(await tokens.get(pod, projection)).toBe('token-1');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(issued).toBe(2);
  expect(await tokens.get(pod, projection)).toBe('token-2');
});

test('one that could not be made is asked for again', async () => {
  await tokens.get(pod, projection);
  refuses = true;
  await vi.advanceTimersByTimeAsync(2_890_000);
  expect(issued).toBe(1);
  expect(failures).toContain('failed to fetch token: not now');
  refuses = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(issued).toBe(2);
});

test('a clock that is put forward is noticed soon, not when the timer would have ended', async () => {
  await tokens.get(pod, projection);
  vi.setSystemTime(Date.now() + 24 * 3_600_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(issued).toBe(2);
});
