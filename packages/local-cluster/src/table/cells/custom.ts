import type { KubeObject } from '../../objects/kube-object.ts';
import type { TableColumn } from '../../resources/served-resource.ts';
import { age } from '../duration.ts';
import { readJsonPath } from '../json-path.ts';

/** A printer column of a custom resource: the value at its path in the form its type says. */
export function customCell(column: TableColumn, object: KubeObject, now: Date): unknown {
  const values = readJsonPath(object, column.jsonPath ?? '').filter(
    value => value !== undefined && value !== null,
  );
  const value = values[0];
  if (value === undefined) return null;
  switch (column.type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return age(value, now);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}
