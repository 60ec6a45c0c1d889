import type { JsonSchema } from '../schema/json-schema.ts';
import { anyObject, labelSelector, stringMap } from '../schema/kubernetes-schemas.ts';
import { resourceSchema } from '../schema/resource-schema.ts';

const embeddedMetadata: JsonSchema = {
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
  properties: { name: { type: 'string' }, labels: stringMap, annotations: stringMap },
};

export const replicasetTemplateSchema: JsonSchema = resourceSchema({
  description: 'A complete StatefulSet spec from which Roles make their replicasets',
  spec: {
    type: 'object',
    required: ['selector', 'template'],
    properties: {
      replicas: {
        type: 'integer',
        format: 'int32',
        minimum: 0,
        description: 'Instances of each replicaset',
      },
      selector: labelSelector,
      serviceName: { type: 'string', description: 'Accepted; the headless Service of the Cluster is used' },
      podManagementPolicy: { type: 'string', enum: ['OrderedReady', 'Parallel'] },
      updateStrategy: {
        ...anyObject,
        description: 'Accepted; pods change when they are deleted (OnDelete)',
      },
      revisionHistoryLimit: { type: 'integer', format: 'int32', minimum: 0 },
      minReadySeconds: { type: 'integer', format: 'int32', minimum: 0 },
      persistentVolumeClaimRetentionPolicy: {
        type: 'object',
        properties: { whenDeleted: { type: 'string' }, whenScaled: { type: 'string' } },
      },
      ordinals: { type: 'object', properties: { start: { type: 'integer', format: 'int32', minimum: 0 } } },
      template: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
        properties: { metadata: embeddedMetadata, spec: anyObject },
      },
      volumeClaimTemplates: {
        type: 'array',
        'x-kubernetes-list-type': 'atomic',
        items: {
          type: 'object',
          properties: {
            apiVersion: { type: 'string' },
            kind: { type: 'string' },
            metadata: embeddedMetadata,
            spec: anyObject,
            status: anyObject,
          },
        },
      },
    },
  },
  status: { type: 'object' },
});
