import type { JsonSchema } from '../schema/json-schema.ts';
import { conditions, labelSelector, observedGeneration } from '../schema/kubernetes-schemas.ts';
import { resourceSchema } from '../schema/resource-schema.ts';

const secretKey: JsonSchema = {
  type: 'object',
  description: "A key of a Secret in the Cluster's namespace",
  required: ['name', 'key'],
  properties: { name: { type: 'string', minLength: 1 }, key: { type: 'string', minLength: 1 } },
};

const failover: JsonSchema = {
  type: 'object',
  description:
    'Failover of Cartridge. Left out: eventual failover is enabled once when the cluster is bootstrapped, and what people choose in Cartridge afterwards is kept',
  required: ['mode'],
  properties: {
    mode: { type: 'string', enum: ['disabled', 'eventual', 'stateful', 'raft'] },
    timeout: seconds('Seconds after which a silent instance counts as dead'),
    fencing: {
      type: 'boolean',
      description: 'A leader cut off from the state provider and its replicas stops writing',
    },
    fencingTimeout: seconds('Seconds without the state provider and the replicas after which fencing acts'),
    fencingPause: { ...seconds('Seconds between the checks of fencing'), exclusiveMinimum: true },
    stateProvider: {
      type: 'string',
      enum: ['etcd2', 'stateboard'],
      description: 'Where the leaders are kept in mode stateful',
    },
    etcd2: {
      type: 'object',
      properties: {
        endpoints: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'atomic' },
        username: { type: 'string' },
        password: secretKey,
        lockDelay: seconds('Seconds after which the lock of a dead coordinator expires'),
        prefix: { type: 'string' },
      },
    },
    stateboard: {
      type: 'object',
      required: ['uri', 'password'],
      properties: {
        uri: { type: 'string', pattern: '^.+:[0-9]+$', description: 'host:port of the stateboard' },
        password: secretKey,
      },
    },
  },
  'x-kubernetes-validations': [
    {
      rule: "self.mode != 'stateful' || has(self.stateProvider)",
      message: 'mode stateful needs stateProvider: etcd2 or stateboard',
    },
    {
      rule: "!has(self.stateProvider) || self.stateProvider != 'etcd2' || has(self.etcd2)",
      message: 'stateProvider etcd2 needs the field etcd2',
    },
    {
      rule: "!has(self.stateProvider) || self.stateProvider != 'stateboard' || has(self.stateboard)",
      message: 'stateProvider stateboard needs the field stateboard',
    },
    {
      rule: "!has(self.fencing) || !self.fencing || self.mode == 'stateful'",
      message: 'fencing works in mode stateful only',
    },
    {
      rule: "self.mode != 'stateful' || !has(self.fencing) || !self.fencing || (has(self.timeout) ? self.timeout : 20.0) > (has(self.fencingTimeout) ? self.fencingTimeout : 10.0)",
      message: 'timeout (20 if left out) must be greater than fencingTimeout (10 if left out)',
    },
  ],
};

const replicasets: JsonSchema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
  items: {
    type: 'object',
    required: ['name', 'role', 'uuid', 'roles', 'ready'],
    properties: {
      name: { type: 'string', description: 'Name of the StatefulSet' },
      role: { type: 'string', description: 'Name of the Role' },
      uuid: { type: 'string' },
      roles: {
        type: 'array',
        items: { type: 'string' },
        'x-kubernetes-list-type': 'atomic',
        description: 'Cartridge roles enabled now, dependencies included',
      },
      ready: { type: 'string', description: 'Pods that are Ready of pods wanted' },
      leader: { type: 'string', description: 'Pod that leads now' },
      weight: { type: 'number' },
    },
  },
};

const instances: JsonSchema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
  items: {
    type: 'object',
    required: ['name', 'uuid', 'state', 'joined'],
    properties: {
      name: { type: 'string', description: 'Name of the pod' },
      uuid: { type: 'string' },
      state: {
        type: 'string',
        description: 'State that the instance reports, or the reason of Kubernetes while it does not answer',
      },
      joined: { type: 'boolean', description: 'Whether it is part of the topology' },
    },
  },
};

const problems: JsonSchema = {
  type: 'array',
  description: 'Problems that keep the cluster from being ready now, and what to do about them',
  'x-kubernetes-list-type': 'atomic',
  items: {
    type: 'object',
    required: ['reason', 'object', 'message', 'cure'],
    properties: {
      reason: { type: 'string' },
      object: { type: 'string', description: 'Kind/name' },
      message: { type: 'string' },
      cure: { type: 'string' },
    },
  },
};

export const clusterSchema: JsonSchema = resourceSchema({
  description: 'A Tarantool Cartridge cluster',
  spec: {
    type: 'object',
    properties: { selector: { ...labelSelector, description: 'Picks the Roles of the cluster' }, failover },
  },
  status: {
    type: 'object',
    properties: {
      state: {
        type: 'string',
        description: 'Summary of the conditions; Ready exactly when condition Ready is True',
      },
      observedGeneration,
      conditions,
      replicasets,
      instances,
      problems,
    },
  },
});

function seconds(description: string): JsonSchema {
  return { type: 'number', minimum: 0, description };
}
