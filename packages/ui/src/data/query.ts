import type { KnownSchema } from './schema.ts';
import type { Selection } from './selected.ts';

/**
 * Query text for what is both wanted and known: one unknown field would fail the whole query.
 * An object of which no field is known is left out, too; null when nothing at all is known.
 */
export function buildQuery(schema: KnownSchema, selection: Selection): string | null {
  return buildSelection({ schema, selection, typeName: schema.queryType });
}

function buildSelection(part: {
  schema: KnownSchema;
  selection: Selection;
  typeName: string;
}): string | null {
  const known = part.schema.types.get(part.typeName);
  const fields = Object.entries(part.selection).flatMap(([field, inner]) => {
    const typeName = known?.get(field);
    if (typeName === undefined) return [];
    if (inner === true) return [field];
    const text = buildSelection({ schema: part.schema, selection: inner, typeName });
    return text === null ? [] : [`${field} ${text}`];
  });
  return fields.length === 0 ? null : `{ ${fields.join(' ')} }`;
}
