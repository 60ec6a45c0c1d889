import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  visit,
} from 'graphql';

const file = fileURLToPath(new URL('../../../api/recordings/admin-api.graphql', import.meta.url));

interface Definition {
  directives?: readonly ConstDirectiveNode[];
}

/** The admin API as a version of Cartridge has it, for example "2.3.0". */
export function schemaOf(version: string): GraphQLSchema {
  return buildASTSchema(adminDocumentOf(version));
}

/** The same as a document without marks. */
export function adminDocumentOf(version: string): DocumentNode {
  const keep = (node: Definition) => (isKnownTo(version, node) ? undefined : null);
  const known = visit(adminDocument(), {
    ObjectTypeDefinition: keep,
    FieldDefinition: keep,
    InputValueDefinition: keep,
  });
  return visit(known, { DirectiveDefinition: () => null, Directive: () => null });
}

/** With the marks that say since when a field is there. */
export function adminDocument(): DocumentNode {
  return parse(readFileSync(file, 'utf8'), { noLocation: true });
}

function isKnownTo(version: string, node: Definition): boolean {
  const since = sinceOf(node);
  return since === null || version.localeCompare(since, 'en', { numeric: true }) >= 0;
}

/** The first version that has it; null where every supported version does. */
export function sinceOf({ directives }: Definition): string | null {
  const mark = directives?.find(directive => directive.name.value === 'since');
  const value = mark?.arguments?.[0]?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}
