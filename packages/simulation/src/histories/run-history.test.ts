import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateHistory } from './generate-history.ts';
import { readHistoryFile } from './history-file.ts';
import { runHistory } from './run-history.ts';

const kept = new URL('../../testdata/histories/', import.meta.url);
const minutes = 60_000;

/** Histories that end badly, with the command that tells their story. */
async function badHistories(first: number, count: number): Promise<string[]> {
  const bad: string[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const { violation } = await runHistory(generateHistory(seed));
    if (violation !== null) bad.push(`npm run simulate -- --seed ${seed} --histories 1   (${violation})`);
  }
  return bad;
}

test.each(readdirSync(kept))('%s ends well', async file => {
  const { why, history } = readHistoryFile(new URL(file, kept));
  expect(await runHistory(history), why).toMatchObject({ violation: null });
});

test('the first three hundred histories end well', { timeout: 10 * minutes }, async () => {
  expect(await badHistories(1, 300)).toEqual([]);
});

test('the same history goes the same way each time, to the last request', async () => {
  const [once, again] = [generateHistory(7), generateHistory(7)];
  const { story } = await runHistory(once, { isTold: true });
  expect(story.length).toBeGreaterThan(20);
  expect((await runHistory(again, { isTold: true })).story).toEqual(story);
});
