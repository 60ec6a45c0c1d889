/** A copy whose top-level fields have other names; names that are not in the table stay. */
export function renameFields<T extends object>(object: T, names: Record<string, string>): T {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names[name] ?? name, value])) as T;
}
