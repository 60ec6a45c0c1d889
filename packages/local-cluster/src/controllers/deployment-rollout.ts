/** What a rollout step is computed from. `isNew`: it has the present template. */
export interface SetView {
  name: string;
  isNew: boolean;
  wanted: number;
  available: number;
  /** pods that exist, terminating ones left out */
  present: number;
}

export interface RolloutSettings {
  replicas: number;
  strategy: 'Recreate' | 'RollingUpdate';
  maxSurge: string | number | undefined;
  maxUnavailable: string | number | undefined;
}

/** The sizes ReplicaSets shall have now: name → replicas, only those that change. */
export function planRollout(settings: RolloutSettings, sets: SetView[]): Map<string, number> {
  const newSet = sets.find(set => set.isNew);
  const oldSets = sets.filter(set => !set.isNew);
  if (!newSet) return new Map();
  if (settings.strategy === 'Recreate') return planRecreate(settings, newSet, oldSets);
  const { surge, unavailable } = resolveLimits(settings);
  const wanted = sets.reduce((sum, set) => sum + set.wanted, 0);
  const room = settings.replicas + surge - wanted;
  const missing = settings.replicas - newSet.wanted;
  if (missing < 0) return new Map([[newSet.name, settings.replicas]]);
  if (missing > 0 && room > 0) return new Map([[newSet.name, newSet.wanted + Math.min(missing, room)]]);
  return shrinkOld({ settings, newSet, oldSets, unavailable });
}

/** A count or a percentage of the replicas; surge rounds up, unavailable down, and both are never 0 at once. */
export function resolveLimits(settings: RolloutSettings): { surge: number; unavailable: number } {
  const surge = resolveCount(settings.maxSurge ?? '25%', settings.replicas, Math.ceil);
  const unavailable = resolveCount(settings.maxUnavailable ?? '25%', settings.replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

function planRecreate(settings: RolloutSettings, newSet: SetView, oldSets: SetView[]): Map<string, number> {
  const sizes = new Map(oldSets.filter(set => set.wanted > 0).map(set => [set.name, 0]));
  const oldGone = oldSets.every(set => set.present === 0);
  if (sizes.size === 0 && oldGone && newSet.wanted !== settings.replicas)
    sizes.set(newSet.name, settings.replicas);
  return sizes;
}

function shrinkOld(options: {
  settings: RolloutSettings;
  newSet: SetView;
  oldSets: SetView[];
  unavailable: number;
}): Map<string, number> {
  const { settings, newSet, oldSets, unavailable } = options;
  const least = settings.replicas - unavailable;
  const total = [newSet, ...oldSets].reduce((sum, set) => sum + set.wanted, 0);
  let budget = total - least - (newSet.wanted - newSet.available);
  const sizes = new Map<string, number>();
  // Unavailable pods are removed first, then as many available pods as the limit allows.
  for (const set of oldSets) {
    const idle = Math.min(Math.max(0, budget), Math.max(0, set.wanted - set.available));
    if (idle > 0) sizes.set(set.name, set.wanted - idle);
    budget -= idle;
  }
  let spare = [newSet, ...oldSets].reduce((sum, set) => sum + set.available, 0) - least;
  for (const set of oldSets) {
    const size = sizes.get(set.name) ?? set.wanted;
    const removed = Math.min(Math.max(0, spare), size, Math.max(0, budget));
    if (removed > 0) sizes.set(set.name, size - removed);
    spare -= removed;
    budget -= removed;
  }
  return sizes;
}

function resolveCount(value: string | number, whole: number, round: (value: number) => number): number {
  const text = String(value);
  return text.endsWith('%') ? round((whole * Number.parseFloat(text)) / 100) : Number(text);
}
