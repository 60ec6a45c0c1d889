import { clusterSchema } from './cluster/schema.ts';
import { CLUSTER_KIND, GROUP, ROLE_KIND, TEMPLATE_KIND } from './naming/group.ts';
import { replicasetTemplateSchema } from './replicaset-template/schema.ts';
import { roleSchema } from './role/schema.ts';
import type { JsonSchema } from './schema/json-schema.ts';

interface PrinterColumn {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  jsonPath: string;
  description?: string;
  /** 0 is always shown, 1 with `-o wide` */
  priority?: number;
}

interface Definition {
  kind: string;
  plural: string;
  schema: JsonSchema;
  columns: readonly PrinterColumn[];
  scale?: { specReplicasPath: string; statusReplicasPath: string; labelSelectorPath: string };
}

const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

const definitions: readonly Definition[] = [
  {
    kind: CLUSTER_KIND,
    plural: 'clusters',
    schema: clusterSchema,
    columns: [
      { name: 'State', type: 'string', jsonPath: '.status.state' },
      {
        name: 'Reason',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].reason',
        description: 'Why the cluster is, or is not, Ready',
      },
      {
        name: 'Message',
        type: 'string',
        jsonPath: '.status.conditions[?(@.type=="Ready")].message',
        priority: 1,
      },
      age,
    ],
  },
  {
    kind: ROLE_KIND,
    plural: 'roles',
    schema: roleSchema,
    columns: [
      { name: 'Replicasets', type: 'integer', jsonPath: '.spec.numReplicasets' },
      { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicasets' },
      age,
    ],
    scale: {
      specReplicasPath: '.spec.numReplicasets',
      statusReplicasPath: '.status.numReplicasets',
      labelSelectorPath: '.status.selector',
    },
  },
  {
    kind: TEMPLATE_KIND,
    plural: 'replicasettemplates',
    schema: replicasetTemplateSchema,
    columns: [{ name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' }, age],
  },
];

/**
 * The CustomResourceDefinitions, apiextensions.k8s.io/v1, by plural name. Installs on Kubernetes 1.20 and later. They
 * do not say `preserveUnknownFields: false`: the API server does not store it, so helm 4 would find a conflict with the
 * field manager that applied it before. Definitions of 0.0.8 and 0.0.9, v1beta1, have it true; replacing them makes it
 * false.
 */
export function customResourceDefinitions(): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  return new Map(definitions.map(definition => [definition.plural, buildDefinition(definition)]));
}

function buildDefinition({ kind, plural, schema, columns, scale }: Definition) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1alpha1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: { status: {}, ...(scale === undefined ? {} : { scale }) },
          additionalPrinterColumns: columns,
        },
      ],
    },
  };
}
