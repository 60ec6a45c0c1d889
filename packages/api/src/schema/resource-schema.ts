import type { JsonSchema } from './json-schema.ts';

/** Schema of a whole resource: what every object of Kubernetes has, with its own spec and status. */
export function resourceSchema(parts: {
  description: string;
  spec: JsonSchema;
  status: JsonSchema;
}): JsonSchema {
  return {
    type: 'object',
    description: parts.description,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: parts.spec,
      status: parts.status,
    },
  };
}
