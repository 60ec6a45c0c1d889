import { customResourceDefinitions, GROUP } from '@cartridge-on-kubernetes/api';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { type FieldSchema, missingFields } from './missing-fields.ts';

export interface OutdatedDefinition {
  kind: string;
  /** paths of fields that the API server drops silently */
  missing: string[];
}

interface OwnDefinition {
  names: { kind: string };
  versions: [{ name: string; schema: { openAPIV3Schema: FieldSchema } }];
}

/**
 * Our kinds whose definition at the API server is older. Helm installs definitions and never updates them, so an
 * upgraded operator meets the old definitions. They are read from the published schemas, which every service account
 * may read; only administrators of the whole Kubernetes cluster may read the definitions themselves.
 */
export async function outdatedDefinitions(client: KubeClient): Promise<OutdatedDefinition[]> {
  const text = await client.getText(`/openapi/v3/apis/${GROUP}/v1alpha1`, { deadlineSeconds: 5 });
  const { components } = JSON.parse(text) as { components: { schemas: Record<string, FieldSchema> } };
  return ownSchemas().flatMap(({ kind, schema }) => {
    const served = components.schemas[`${GROUP.split('.').reverse().join('.')}.v1alpha1.${kind}`];
    const missing = served === undefined ? [] : missingFields(schema, served);
    return missing.length === 0 ? [] : [{ kind, missing }];
  });
}

function ownSchemas(): Array<{ kind: string; schema: FieldSchema }> {
  return [...customResourceDefinitions().values()].map(({ spec }) => {
    const { names, versions } = spec as OwnDefinition;
    return { kind: names.kind, schema: versions[0].schema.openAPIV3Schema };
  });
}
