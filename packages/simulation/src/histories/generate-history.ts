import type { Mood } from '../network/weather.ts';
import { Chance } from '../time/chance.ts';
import type { Disturbance, History, Layout, Step } from './history.ts';

type Make = (chance: Chance) => Disturbance;

/** Possible disturbances; each is chosen with a frequency proportional to its number of entries. */
const everywhere: readonly Make[] = [
  chance => ({ kind: 'install', layout: layoutOf(chance) }),
  chance => ({ kind: 'install', layout: layoutOf(chance) }),
  chance => ({ kind: 'delete_pod', pick: pickOf(chance) }),
  chance => ({ kind: 'delete_pod', pick: pickOf(chance) }),
  chance => ({ kind: 'restart_container', pick: pickOf(chance) }),
  chance => ({ kind: 'stick', pick: pickOf(chance) }),
  chance => ({ kind: 'unstick', pick: pickOf(chance) }),
  chance => ({ kind: 'crash_operator', pick: pickOf(chance) }),
  chance => ({ kind: 'replace_operator', pick: pickOf(chance) }),
  () => ({ kind: 'start_operator' }),
  chance => ({ kind: 'suspend_operator', pick: pickOf(chance), seconds: chance.pick([2, 10, 70, 100]) }),
  chance => ({ kind: 'set_clock', pick: pickOf(chance), seconds: chance.pick([-86_400, -300, 300, 86_400]) }),
  chance => ({ kind: 'kubernetes_away', seconds: chance.pick([1, 10, 50]) }),
  chance => ({
    kind: 'kubernetes_loses_answers',
    share: chance.pick([0.1, 0.5]),
    seconds: secondsOf(chance),
  }),
  chance => ({ kind: 'kubernetes_refuses', share: chance.pick([0.1, 0.5]), seconds: secondsOf(chance) }),
  chance => ({ kind: 'watches_lag', lagSeconds: chance.pick([1, 5, 20]), seconds: secondsOf(chance) }),
  chance => ({ kind: chance.pick(['watches_break', 'watches_end', 'watches_expire']) }),
  chance => instances(chance, pickOf(chance)),
  chance => instances(chance, pickOf(chance)),
  chance => instances(chance, null),
];

const losses: readonly Make[] = Array.from(
  { length: 4 },
  () => (chance: Chance) => ({ kind: 'lose_volume', pick: pickOf(chance) }) as const,
);

/** The history of this number. */
export function generateHistory(seed: number): History {
  const chance = new Chance(seed);
  const makers = chance.happens(0.4) ? [...everywhere, ...losses] : everywhere;
  const layout = layoutOf(chance);
  // Half of the clusters are formed when the first disturbance comes; the other half are still being formed.
  const first = chance.happens(0.5) ? 60 : chance.between(0, 5);
  const steps = Array.from({ length: few(chance, 0, 12) }, (_, index): Step => {
    const pause = chance.pick([0, 0.5, 2, 10, 40]) * chance.between(0.5, 1);
    return { afterSeconds: round(index === 0 ? first : pause), what: chance.pick(makers)(chance) };
  });
  return { seed, layout, steps };
}

function layoutOf(chance: Chance): Layout {
  const layout = {
    routers: few(chance, 1, 2),
    routerReplicas: few(chance, 1, 2),
    storages: few(chance, 1, 3),
    storageReplicas: few(chance, 1, 3),
  };
  return chance.happens(0.1)
    ? { ...layout, tooLarge: chance.pick(['routers', 'storages'] as const) }
    : layout;
}

const moods: readonly Mood[] = ['mute', 'late', 'loses answers', 'repeats', 'refuses'];

function instances(chance: Chance, pick: number | null): Disturbance {
  return { kind: 'instances', mood: chance.pick(moods), pick, seconds: secondsOf(chance) };
}

/** Small numbers most of the time: what goes wrong with many goes wrong with few, and few cost less. */
function few(chance: Chance, least: number, most: number): number {
  return least + Math.floor(chance.next() ** 2 * (most - least + 1));
}

function pickOf(chance: Chance): number {
  return chance.whole(0, 20);
}

function secondsOf(chance: Chance): number {
  return chance.pick([2, 10, 40]);
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
