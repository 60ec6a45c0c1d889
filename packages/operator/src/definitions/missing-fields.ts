/** The part of a schema that decides which fields the API server keeps. */
export interface FieldSchema {
  properties?: Readonly<Record<string, FieldSchema>>;
  items?: FieldSchema;
  additionalProperties?: FieldSchema | boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Every object has these, whatever its definition says. */
const ofEveryObject = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Fields of the wanted schema that an API server with the served schema drops, as `spec.failover.timeout` or
 * `status.replicasets[].uuid`; the outermost ones only.
 */
export function missingFields(wanted: FieldSchema, served: FieldSchema): string[] {
  const fields = Object.entries(wanted.properties ?? {}).filter(([name]) => !ofEveryObject.has(name));
  return fields.flatMap(([name, schema]) => missingAt(name, schema, served.properties?.[name]));
}

function missingAt(path: string, wanted: FieldSchema, served: FieldSchema | undefined): string[] {
  if (served === undefined) return [path];
  if (served['x-kubernetes-preserve-unknown-fields'] === true) return [];
  return [
    ...Object.entries(wanted.properties ?? {}).flatMap(([name, schema]) =>
      missingAt(`${path}.${name}`, schema, served.properties?.[name]),
    ),
    ...missingInside(`${path}[]`, wanted.items, served.items),
    ...missingInside(`${path}.*`, wanted.additionalProperties, served.additionalProperties),
  ];
}

function missingInside(
  path: string,
  wanted: FieldSchema | boolean | undefined,
  served: FieldSchema | boolean | undefined,
): string[] {
  if (typeof wanted !== 'object') return [];
  return missingAt(path, wanted, typeof served === 'object' ? served : undefined);
}
