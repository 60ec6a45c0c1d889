import { expect, test } from 'vitest';
import { inBackground } from './in-background.ts';

test('the handler gets the error of work that fails, once', async () => {
  const failures: Error[] = [];
  const failed = new Error('no space left');
  inBackground(Promise.reject(failed), error => failures.push(error));
  inBackground(Promise.resolve(), error => failures.push(error));
  await expect.poll(() => failures).toEqual([failed]);
});

test('what is rejected with and is no Error becomes one', async () => {
  const failures: Error[] = [];
  const work = Promise.resolve().then(() => AbortSignal.abort('aborted').throwIfAborted());
  inBackground(work, error => failures.push(error));
  await expect.poll(() => failures).toEqual([new Error('aborted', { cause: 'aborted' })]);
});
