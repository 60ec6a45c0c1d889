/**
 * A set of field paths, as a tree. Keys are those of FieldsV1: `f:name` for a field, `k:{"name":"web"}` for an
 * element of a keyed list, `v:"x"` for a value of a set. `isMember` marks a path that is in the set itself;
 * children are longer paths.
 */
export interface FieldSet {
  isMember: boolean;
  children: Map<string, FieldSet>;
}

export function emptySet(): FieldSet {
  return { isMember: false, children: new Map() };
}

export function childSet(set: FieldSet, key: string): FieldSet {
  let child = set.children.get(key);
  if (!child) {
    child = emptySet();
    set.children.set(key, child);
  }
  return child;
}

export function isEmptySet(set: FieldSet): boolean {
  return !set.isMember && [...set.children.values()].every(isEmptySet);
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA || inB);
}

export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && !inB);
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && inB);
}

function combine(a: FieldSet, b: FieldSet, keep: (inA: boolean, inB: boolean) => boolean): FieldSet {
  const result = emptySet();
  result.isMember = keep(a.isMember, b.isMember);
  for (const key of new Set([...a.children.keys(), ...b.children.keys()])) {
    const child = combine(a.children.get(key) ?? nothing, b.children.get(key) ?? nothing, keep);
    if (!isEmptySet(child)) result.children.set(key, child);
  }
  return result;
}

const nothing: FieldSet = emptySet();

/** Every path of the set, as lists of keys. */
export function pathsOf(set: FieldSet, prefix: string[] = []): string[][] {
  const own = set.isMember ? [prefix] : [];
  return [...own, ...[...set.children].flatMap(([key, child]) => pathsOf(child, [...prefix, key]))];
}

/** The JSON of metadata.managedFields[].fieldsV1: `.` is the path itself, needed where longer ones exist. */
export function toFieldsV1(set: FieldSet): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (set.isMember && set.children.size > 0) result['.'] = {};
  for (const key of [...set.children.keys()].sort()) {
    const child = set.children.get(key);
    if (child) result[key] = toFieldsV1(child);
  }
  return result;
}

export function fromFieldsV1(fields: unknown): FieldSet {
  const set = emptySet();
  for (const [key, value] of Object.entries((fields ?? {}) as Record<string, unknown>)) {
    if (key === '.') continue;
    const child = fromFieldsV1(value);
    const entries = Object.keys((value ?? {}) as object);
    child.isMember = entries.length === 0 || entries.includes('.');
    set.children.set(key, child);
  }
  return set;
}

/** `.spec.template.spec.containers[name="web"].image`, as conflicts are told. */
export function formatPath(path: string[]): string {
  return path
    .map(key => {
      const content = key.slice(2);
      if (key.startsWith('f:')) return `.${content}`;
      if (key.startsWith('v:')) return `[=${content}]`;
      const keys = Object.entries(JSON.parse(content) as Record<string, unknown>);
      return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}
