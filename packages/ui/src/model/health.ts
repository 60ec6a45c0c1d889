/**
 * How something is, in the five words the page has marks for. `waiting`: on its way, or not part of the
 * cluster yet; `off`: taken out on purpose.
 */
export type Health = 'good' | 'waiting' | 'warning' | 'bad' | 'off';

const worstFirst: readonly Health[] = ['bad', 'warning', 'waiting', 'off', 'good'];

/** `good` for an empty list. */
export function worstHealth(healths: readonly Health[]): Health {
  return worstFirst.find(health => healths.includes(health)) ?? 'good';
}

/** For sorting, worst first. */
export function compareHealth(left: { health: Health }, right: { health: Health }): number {
  return worstFirst.indexOf(left.health) - worstFirst.indexOf(right.health);
}
