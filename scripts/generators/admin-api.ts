import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import { type DocumentNode, Kind, print } from 'graphql';
import {
  adminDocument,
  adminDocumentOf,
  sinceOf,
} from '../../packages/cartridge/src/testing/versioned-schema.ts';
import type { GeneratedFile } from './generated-file.ts';

const header =
  '// Generated from packages/api/recordings/admin-api.graphql by `npm run generate`; edits here are lost.\n';
/** What the dev instance stands in for. */
const standInVersion = '2.7.9';

/** The types of the admin API, and the schema that the dev instance serves. */
export async function generateAdminApi(): Promise<GeneratedFile[]> {
  const served = print(adminDocumentOf(standInVersion));
  return [
    {
      path: 'packages/api/src/cartridge/generated/admin-api.ts',
      content: header + (await typesOf(adminDocument())),
    },
    {
      path: 'packages/dev-instance/src/http/generated/admin-schema.ts',
      content: `${header}\n/** The admin API of Cartridge ${standInVersion}. */\nexport const schemaText = \`\n${served}\n\`;\n`,
    },
  ];
}

/** A field that an older version lacks is optional; null is what Cartridge itself answers. */
async function typesOf(document: DocumentNode): Promise<string> {
  const text = await codegen({
    filename: 'admin-api.ts',
    schema: document,
    documents: [],
    plugins: [{ typescript: {} }],
    pluginMap: { typescript },
    config: {
      avoidOptionals: { field: true },
      maybeValue: 'T | null',
      scalars: { Long: 'number' },
      skipTypename: true,
    },
  });
  return laterFields(document).reduce(
    (types, { type, field }) =>
      types.replace(new RegExp(`(export type ${type} = \\{[^}]*?\\n  ${field})(: )`), '$1?$2'),
    text,
  );
}

function laterFields(document: DocumentNode): Array<{ type: string; field: string }> {
  return document.definitions.flatMap(definition =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.fields ?? [])
          .filter(field => sinceOf(field) !== null)
          .map(field => ({ type: definition.name.value, field: field.name.value }))
      : [],
  );
}
