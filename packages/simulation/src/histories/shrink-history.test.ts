import { expect, test } from 'vitest';
import { generateHistory } from './generate-history.ts';
import type { History } from './history.ts';
import { shrinkHistory } from './shrink-history.ts';

const long: History = {
  ...generateHistory(1),
  steps: [
    { afterSeconds: 7, what: { kind: 'watches_break' } },
    { afterSeconds: 3, what: { kind: 'lose_volume', pick: 5 } },
    { afterSeconds: 40, what: { kind: 'kubernetes_away', seconds: 50 } },
    { afterSeconds: 2, what: { kind: 'watches_end' } },
  ],
};

test('leaves only what it fails by, as small as it still fails', async () => {
  const { steps, layout } = await shrinkHistory(
    long,
    async ({ steps }) =>
      steps.some(({ what }) => what.kind === 'lose_volume') &&
      steps.some(({ what }) => what.kind === 'kubernetes_away' && what.seconds > 10),
  );
  expect(steps).toEqual([
    { afterSeconds: 0, what: { kind: 'lose_volume', pick: 0 } },
    { afterSeconds: 0, what: { kind: 'kubernetes_away', seconds: 12 } },
  ]);
  expect(layout).toEqual({ routers: 1, routerReplicas: 1, storages: 1, storageReplicas: 1 });
});

test('keeps a history of which nothing can be left out', async () => {
  expect(await shrinkHistory(long, async history => history === long)).toBe(long);
});
