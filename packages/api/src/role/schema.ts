import type { JsonSchema } from '../schema/json-schema.ts';
import { anyObject, labelSelector, observedGeneration } from '../schema/kubernetes-schemas.ts';
import { resourceSchema } from '../schema/resource-schema.ts';

export const roleSchema: JsonSchema = resourceSchema({
  description: 'Replicasets of one kind within a Tarantool Cartridge cluster',
  spec: {
    type: 'object',
    properties: {
      numReplicasets: {
        type: 'integer',
        format: 'int32',
        minimum: 0,
        default: 1,
        description: 'Number of replicasets, each a StatefulSet. A smaller number removes nothing',
      },
      selector: { ...labelSelector, description: 'Picks the ReplicasetTemplate; the first by name counts' },
      storageTemplate: { ...anyObject, description: 'Accepted for old manifests and never read' },
      allRw: { type: 'boolean', description: 'Every instance of the replicasets is writable' },
      weight: {
        type: 'number',
        minimum: 0,
        description: 'Weight of the vshard storages. Left out: weights set in Cartridge are kept',
      },
      vshardGroup: {
        type: 'string',
        minLength: 1,
        description: 'Vshard group of the storages, `default` if left out; fixed once they joined',
      },
    },
  },
  status: {
    type: 'object',
    properties: {
      observedGeneration,
      numReplicasets: { type: 'integer', format: 'int32', description: 'StatefulSets that exist' },
      readyReplicasets: {
        type: 'integer',
        format: 'int32',
        description: 'StatefulSets whose pods are all Ready',
      },
      selector: { type: 'string', description: "Selects the Role's pods" },
    },
  },
});
