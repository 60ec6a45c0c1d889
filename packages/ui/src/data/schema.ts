/** Which fields the answering instance knows: type name → field name → type name of the field. */
type SchemaIndex = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface KnownSchema {
  queryType: string;
  types: SchemaIndex;
}

interface WireType {
  name: string | null;
  ofType?: WireType | null;
}

interface WireSchema {
  __schema: {
    queryType: { name: string };
    types: ReadonlyArray<{
      name: string;
      fields: ReadonlyArray<{ name: string; type: WireType }> | null;
    }>;
  };
}

/** Three wrappers are enough for [T!]!; names of types differ between versions, so they are followed, not assumed. */
export const schemaQuery =
  '{ __schema { queryType { name } types { name fields { name type { name ofType { name ofType { name ofType { name } } } } } } } }';

export function readSchema(data: unknown): KnownSchema {
  const { queryType, types } = (data as WireSchema).__schema;
  return {
    queryType: queryType.name,
    types: new Map(
      types.map(type => [
        type.name,
        new Map((type.fields ?? []).map(field => [field.name, innermostName(field.type)])),
      ]),
    ),
  };
}

function innermostName(type: WireType): string {
  return type.name ?? (type.ofType ? innermostName(type.ofType) : '');
}
