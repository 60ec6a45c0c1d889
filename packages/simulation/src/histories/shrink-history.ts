import type { Disturbance, History, Layout, Step } from './history.ts';

/** More would take longer than reading a somewhat longer story. */
const MOST_TRIES = 150;
const SEEDS_TRIED = 4;

/** The shortest history that is found, by leaving things out and making them smaller, and that still fails. */
export async function shrinkHistory(
  history: History,
  fails: (history: History) => Promise<boolean>,
): Promise<History> {
  let smallest = history;
  let tries = 0;
  for (let isSmaller = true; isSmaller && tries < MOST_TRIES; ) {
    isSmaller = false;
    for (const candidate of smallerHistories(smallest)) {
      tries += 1;
      if (tries > MOST_TRIES) break;
      const failing = await firstFailing(candidate, fails);
      if (failing === null) continue;
      smallest = failing;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/** Leaving a step out shifts all later random numbers, so some other seeds are tried too. */
async function firstFailing(
  history: History,
  fails: (history: History) => Promise<boolean>,
): Promise<History | null> {
  for (let shift = 0; shift < SEEDS_TRIED; shift += 1) {
    const candidate = { ...history, seed: history.seed + shift };
    if (await fails(candidate)) return candidate;
  }
  return null;
}

/** Smaller histories; those with the most steps left out come first. */
function* smallerHistories(history: History): Generator<History> {
  const { layout, steps } = history;
  for (let size = steps.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < steps.length; from += size)
      yield { ...history, steps: [...steps.slice(0, from), ...steps.slice(from + size)] };
  }
  for (const smaller of smallerLayouts(layout)) yield { ...history, layout: smaller };
  for (const [index, step] of steps.entries()) {
    for (const smaller of smallerSteps(step))
      yield { ...history, steps: [...steps.slice(0, index), smaller, ...steps.slice(index + 1)] };
  }
}

function* smallerLayouts(layout: Layout): Generator<Layout> {
  const { tooLarge, ...sizes } = layout;
  if (tooLarge !== undefined) yield sizes;
  for (const key of ['routers', 'routerReplicas', 'storages', 'storageReplicas'] as const)
    if (layout[key] > 1) yield { ...layout, [key]: layout[key] - 1 };
}

function* smallerSteps({ afterSeconds, what }: Step): Generator<Step> {
  if (afterSeconds > 0) yield { afterSeconds: 0, what };
  if (afterSeconds > 1) yield { afterSeconds: Math.floor(afterSeconds / 2), what };
  for (const smaller of smallerDisturbances(what)) yield { afterSeconds, what: smaller };
}

function* smallerDisturbances(what: Disturbance): Generator<Disturbance> {
  if (what.kind === 'install')
    for (const layout of smallerLayouts(what.layout)) yield { kind: 'install', layout };
  if ('seconds' in what && Math.abs(what.seconds) > 2)
    yield { ...what, seconds: Math.trunc(what.seconds / 2) };
  if ('pick' in what && what.pick !== null && what.pick > 0) {
    yield { ...what, pick: 0 };
    yield { ...what, pick: what.pick - 1 };
  }
}
