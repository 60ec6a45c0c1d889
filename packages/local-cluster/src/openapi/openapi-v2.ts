import { gunzipSync } from 'node:zlib';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { readFacts } from '../schema/facts.ts';
import { kindSchema, schemaName } from './custom-openapi.ts';

/** The OpenAPI v2 document in JSON, with the definitions of custom resources; older clients read it. */
export function openApiV2(registry: ResourceRegistry): string {
  const text = gunzipSync(readFacts('openapi-v2.json.gz')).toString('utf8');
  const custom = registry.all().filter(resource => resource.custom);
  if (custom.length === 0) return text;
  const document = JSON.parse(text) as { definitions: Record<string, unknown> };
  for (const resource of custom)
    document.definitions[schemaName(resource)] = JSON.parse(
      JSON.stringify(kindSchema(resource)).replaceAll('#/components/schemas/', '#/definitions/'),
    );
  return JSON.stringify(document);
}
