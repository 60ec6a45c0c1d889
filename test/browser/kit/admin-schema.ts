import { readFileSync } from 'node:fs';
import { buildASTSchema, type ConstDirectiveNode, type GraphQLSchema, Kind, parse, visit } from 'graphql';

const text = readFileSync(new URL('./admin-schema.graphql', import.meta.url), 'utf8');

/** What a given version of Cartridge knows: fields and types that came later are left out. */
export function buildAdminSchema(version: string): GraphQLSchema {
  const omitLater = (node: { directives?: readonly ConstDirectiveNode[] }) =>
    comesLater(node.directives, version) ? null : undefined;
  return buildASTSchema(visit(parse(text), { FieldDefinition: omitLater, ObjectTypeDefinition: omitLater }));
}

function comesLater(directives: readonly ConstDirectiveNode[] | undefined, version: string): boolean {
  const since = directives?.find(directive => directive.name.value === 'since')?.arguments?.[0]?.value;
  return since?.kind === Kind.STRING && compareVersions(since.value, version) > 0;
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map(version => version.split('.').map(Number));
  const index = [0, 1, 2].find(place => a?.[place] !== b?.[place]);
  return index === undefined ? 0 : (a?.[index] ?? 0) - (b?.[index] ?? 0);
}
