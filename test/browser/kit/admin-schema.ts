import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';

const text = readFileSync(new URL('./admin-schema.graphql', import.meta.url), 'utf8');

/** What a given version of Cartridge knows: lines that came later are left out. */
export function buildAdminSchema(version: string): GraphQLSchema {
  const lines = text.split('\n').filter(line => {
    const since = line.match(/# since ([\d.]+)$/)?.[1];
    return since === undefined || compareVersions(since, version) <= 0;
  });
  return buildSchema(lines.join('\n'));
}

function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map(version => version.split('.').map(Number));
  const index = [0, 1, 2].find(place => a?.[place] !== b?.[place]);
  return index === undefined ? 0 : (a?.[index] ?? 0) - (b?.[index] ?? 0);
}
