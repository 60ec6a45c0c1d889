import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildASTSchema, type ConstDirectiveNode, type GraphQLSchema, Kind, parse, visit } from 'graphql';

const file = fileURLToPath(new URL('../../testdata/schema.graphql', import.meta.url));

interface Definition {
  directives?: readonly ConstDirectiveNode[];
}

/** The admin API as a version of Cartridge has it, for example "2.3.0". */
export function schemaOf(version: string): GraphQLSchema {
  const keep = (node: Definition) => (isKnownTo(version, node) ? undefined : null);
  const document = visit(parse(readFileSync(file, 'utf8')), {
    ObjectTypeDefinition: keep,
    FieldDefinition: keep,
    InputValueDefinition: keep,
  });
  return buildASTSchema(document);
}

function isKnownTo(version: string, node: Definition): boolean {
  const since = node.directives?.find(directive => directive.name.value === 'since');
  const value = since?.arguments?.[0]?.value;
  return value?.kind !== Kind.STRING || version.localeCompare(value.value, 'en', { numeric: true }) >= 0;
}
