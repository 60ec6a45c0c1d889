import { isRecord } from '../schema/decode.ts';

type Step =
  | { kind: 'field'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'all' }
  | { kind: 'filter'; path: Step[]; value: string };

/**
 * The JSONPath that printer columns use: `.spec.replicas`, `.items[0]`, `.a[*].b`, `.metadata.labels.a\.b`,
 * `.status.conditions[?(@.type=="Ready")].status`. Returns every value found.
 */
export function readJsonPath(object: unknown, path: string): unknown[] {
  return walk([object], parse(path));
}

function walk(start: unknown[], steps: Step[]): unknown[] {
  let values = start;
  for (const step of steps) values = values.flatMap(value => take(value, step));
  return values;
}

function take(value: unknown, step: Step): unknown[] {
  switch (step.kind) {
    case 'field':
      return isRecord(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'index':
      return Array.isArray(value) && value.at(step.index) !== undefined ? [value.at(step.index)] : [];
    case 'all':
      return Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
    case 'filter':
      return Array.isArray(value)
        ? value.filter(item => walk([item], step.path).some(found => String(found) === step.value))
        : [];
  }
}

const token =
  /\.((?:\\.|[^.[\]\\])+)|\[\s*(-?\d+)\s*\]|\[\s*\*\s*\]|\[\s*(['"])(.*?)\3\s*\]|\[\?\(\s*@(.*?)\s*==\s*(['"]?)(.*?)\6\s*\)\]/g;

function parse(path: string): Step[] {
  const inner = path.replace(/^\{|\}$/g, '');
  return [...inner.matchAll(token)].map(
    ([whole, field, index, , quoted, filterPath, , filterValue]): Step => {
      if (field === '*') return { kind: 'all' };
      if (field !== undefined) return { kind: 'field', name: field.replaceAll('\\', '') };
      if (index !== undefined) return { kind: 'index', index: Number(index) };
      if (quoted !== undefined) return { kind: 'field', name: quoted };
      if (filterPath !== undefined)
        return { kind: 'filter', path: parse(filterPath), value: filterValue ?? '' };
      return whole.includes('*') ? { kind: 'all' } : { kind: 'field', name: '' };
    },
  );
}
