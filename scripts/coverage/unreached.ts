import type { CoverageMap, FileCoverage } from 'istanbul-lib-coverage';

/** Functions of one file that nothing ran. */
export interface Unreached {
  /** path from the folder of the project */
  file: string;
  /** `name:line`, or null where no function of the file was run */
  functions: string[] | null;
}

export function findUnreached(map: CoverageMap): Unreached[] {
  return map
    .files()
    .sort()
    .flatMap(file => {
      const byPlace = callsByPlace(map.fileCoverageFor(file));
      const idle = [...byPlace].filter(([, calls]) => calls === 0).map(([place]) => place);
      if (idle.length === 0) return [];
      return [{ file, functions: idle.length === byPlace.size ? null : idle }];
    });
}

/**
 * A bundle and vitest tell the end of one function differently, and number what has no name in their own order; a bundle
 * numbers equal names too. So functions are told apart by line and by name without its number.
 */
function callsByPlace({ fnMap, f }: FileCoverage): Map<string, number> {
  const calls = new Map<string, number>();
  for (const [id, { name, decl }] of Object.entries(fnMap)) {
    const place = `${name.replace(/_?\d+(\)?)$/, '$1')}:${decl.start.line}`;
    calls.set(place, (calls.get(place) ?? 0) + (f[id] ?? 0));
  }
  return calls;
}
