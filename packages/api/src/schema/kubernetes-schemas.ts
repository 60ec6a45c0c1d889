import type { JsonSchema } from './json-schema.ts';

/** Schemas of Kubernetes' own types inside ours. */
export const stringMap: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };

/** Any object, kept unchanged: the API server validates it when the StatefulSet is created from it. */
export const anyObject: JsonSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

export const labelSelector: JsonSchema = {
  type: 'object',
  'x-kubernetes-map-type': 'atomic',
  properties: {
    matchLabels: stringMap,
    matchExpressions: {
      type: 'array',
      'x-kubernetes-list-type': 'atomic',
      items: {
        type: 'object',
        required: ['key', 'operator'],
        properties: {
          key: { type: 'string' },
          operator: { type: 'string' },
          values: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'atomic' },
        },
      },
    },
  },
};

export const conditions: JsonSchema = {
  type: 'array',
  description: 'Conditions of the cluster: what is so now, and why',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
    properties: {
      type: { type: 'string', maxLength: 316 },
      status: { type: 'string', enum: ['True', 'False', 'Unknown'] },
      reason: { type: 'string', maxLength: 1024, minLength: 1 },
      message: { type: 'string', maxLength: 32_768 },
      lastTransitionTime: { type: 'string', format: 'date-time' },
      observedGeneration: { type: 'integer', format: 'int64', minimum: 0 },
    },
  },
};

export const observedGeneration: JsonSchema = {
  type: 'integer',
  format: 'int64',
  description: 'Generation of the spec that this status is about',
};
