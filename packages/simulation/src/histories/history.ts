import type { Mood } from '../network/weather.ts';

/** What the values of the chart say: how many replicasets of each role, and how many members each has. */
export interface Layout {
  routers: number;
  routerReplicas: number;
  storages: number;
  storageReplicas: number;
  /** an image that finds no node, for a role */
  tooLarge?: 'routers' | 'storages';
}

/** A number that picks one of what is there at that time, however many there are. */
type Pick = number;

export type Disturbance =
  | { kind: 'install'; layout: Layout }
  | { kind: 'delete_pod' | 'restart_container' | 'lose_volume' | 'stick' | 'unstick'; pick: Pick }
  | { kind: 'start_operator' }
  | { kind: 'crash_operator' | 'replace_operator'; pick: Pick }
  | { kind: 'suspend_operator'; pick: Pick; seconds: number }
  /** forward, or back where negative */
  | { kind: 'set_clock'; pick: Pick; seconds: number }
  | { kind: 'kubernetes_away'; seconds: number }
  | { kind: 'kubernetes_loses_answers' | 'kubernetes_refuses'; share: number; seconds: number }
  | { kind: 'watches_lag'; lagSeconds: number; seconds: number }
  | { kind: 'watches_break' | 'watches_end' | 'watches_expire' }
  /** of one instance, or of all where `pick` is null */
  | { kind: 'instances'; mood: Mood; pick: Pick | null; seconds: number };

export interface Step {
  /** since the step before */
  afterSeconds: number;
  what: Disturbance;
}

/** All that differs between two runs of the simulation; the same history always goes the same way. */
export interface History {
  /** of all chances that are left: latencies, lost requests, jitter */
  seed: number;
  layout: Layout;
  steps: readonly Step[];
}

export function losesVolumes({ steps }: History): boolean {
  return steps.some(({ what }) => what.kind === 'lose_volume');
}

/** As many of everything as there ever was, with images that find a node. */
export function widestLayout({ layout, steps }: History): Layout {
  const layouts = [layout, ...steps.flatMap(({ what }) => (what.kind === 'install' ? [what.layout] : []))];
  const most = (key: Exclude<keyof Layout, 'tooLarge'>): number => Math.max(...layouts.map(one => one[key]));
  return {
    routers: most('routers'),
    routerReplicas: most('routerReplicas'),
    storages: most('storages'),
    storageReplicas: most('storageReplicas'),
  };
}
