import { describe, expect, it } from 'vitest';
import { planRollout, type RolloutSettings, type SetView } from './deployment-rollout.ts';

const settings: RolloutSettings = { replicas: 4, strategy: 'RollingUpdate', maxSurge: 1, maxUnavailable: 1 };

function view(name: 'old' | 'new', wanted: number, available = wanted): SetView {
  return { name, isNew: name === 'new', wanted, available, present: wanted };
}

describe('planRollout', () => {
  it('first adds what the surge allows', () => {
    expect([...planRollout(settings, [view('old', 4), view('new', 0)])]).toEqual([['new', 1]]);
  });

  it('then takes away what may be unavailable', () => {
    expect([...planRollout(settings, [view('old', 4), view('new', 1, 0)])]).toEqual([['old', 3]]);
  });

  it('takes broken old pods before serving ones', () => {
    expect([...planRollout(settings, [view('old', 4, 0), view('new', 1, 0)])]).toEqual([['old', 3]]);
  });

  it('ends with the new set alone', () => {
    let sets = [view('old', 4), view('new', 0)];
    for (let turn = 0; turn < 20; turn += 1) {
      const sizes = planRollout(settings, sets);
      sets = sets.map(set => view(set.name as 'old' | 'new', sizes.get(set.name) ?? set.wanted));
      const total = sets.reduce((sum, set) => sum + set.wanted, 0);
      expect(total).toBeGreaterThanOrEqual(3);
      expect(total).toBeLessThanOrEqual(5);
    }
    expect(sets.map(set => set.wanted)).toEqual([0, 4]);
  });

  it('waits with Recreate until the last old pod is gone', () => {
    const recreate = { ...settings, strategy: 'Recreate' as const };
    expect([...planRollout(recreate, [view('old', 4), view('new', 0)])]).toEqual([['old', 0]]);
    const leaving = { ...view('old', 0), present: 1 };
    expect([...planRollout(recreate, [leaving, view('new', 0)])]).toEqual([]);
    expect([...planRollout(recreate, [view('old', 0), view('new', 0)])]).toEqual([['new', 4]]);
  });
});
