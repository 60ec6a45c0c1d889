import type { JsonSchema } from '../../schema/json-schema.ts';
import { formatPath } from './field-set.ts';
import { partsOf } from './fields-of-value.ts';
import { shapeOf } from './typed-value.ts';

/** Two elements of one list with the same key: no owner could tell them apart. */
export function repeatedElement(
  schema: JsonSchema | undefined,
  value: unknown,
  path: string[] = [],
): string | undefined {
  const shape = shapeOf(schema, value);
  const seen = new Set<string>();
  for (const part of partsOf(shape, value) ?? []) {
    if (seen.has(part.key)) return `${formatPath(path)}: duplicate entries for key ${formatPath([part.key])}`;
    seen.add(part.key);
    const below = repeatedElement(part.schema, part.value, [...path, part.key]);
    if (below !== undefined) return below;
  }
  return undefined;
}
