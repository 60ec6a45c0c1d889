import { posix } from 'node:path';

/** A container path and the host path behind it; everything below follows. */
export interface PathRule {
  from: string;
  to: string;
}

/** Longest container path first, so that the first matching rule wins. */
export function sortRules(rules: PathRule[]): PathRule[] {
  return [...rules].sort((a, b) => b.from.length - a.from.length);
}

/** The host path behind an absolute container path, or undefined when no rule speaks of it. */
export function toHostPath(rules: readonly PathRule[], path: string): string | undefined {
  const normal = posix.normalize(path).replace(/(?<=.)\/$/, '');
  for (const rule of rules) {
    if (normal === rule.from) return rule.to;
    if (normal.startsWith(`${rule.from}/`)) return rule.to + normal.slice(rule.from.length);
  }
  return undefined;
}
