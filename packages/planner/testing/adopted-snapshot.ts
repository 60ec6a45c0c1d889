import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KubernetesObject, Topology } from '@cartridge-on-kubernetes/api';
import type { InstanceAnswer, Snapshot } from '../src/index.ts';

const folder = new URL('../testdata/adopted-0.0.10/', import.meta.url);

/** A cluster of operator 0.0.10 as our operator first sees it. */
export function adoptedSnapshot(): Snapshot {
  const topology = readJson('topology') as Topology;
  const [cluster] = items<Snapshot['cluster']>('clusters');
  if (cluster === undefined) throw new Error('testdata/adopted-0.0.10/clusters.json holds no Cluster');
  return {
    now: Date.UTC(2026, 10, 22, 10, 30, 0),
    cluster,
    roles: items('roles'),
    templates: items('replicasettemplates'),
    service:
      items<NonNullable<Snapshot['service']>>('services').find(
        ({ metadata }) => metadata.name === 'test-app',
      ) ?? null,
    statefulSets: items('statefulsets'),
    pods: items('pods'),
    claims: items('persistentvolumeclaims'),
    disruptionBudgets: [],
    expandableStorageClasses: null,
    secrets: [],
    podEvents: [],
    answers: topology.instances.map(answerOf),
    failures: [],
    deeds: [],
    sightings: {
      states: {},
      silent: {},
      missingPods: {},
      unhealthy: {},
      leaderships: {},
      issues: {},
      stoppedReplication: {},
    },
    topology: { kind: 'answered', pod: 'routers-0-0', topology },
  };
}

function answerOf({ uri, uuid, alias }: Topology['instances'][number]): InstanceAnswer {
  const pod = alias ?? '';
  return {
    kind: 'answered',
    pod,
    self: { uri, uuid, alias, state: 'RolesConfigured', error: null, appName: null, instanceName: pod },
  };
}

function items<Item extends KubernetesObject>(plural: string): Item[] {
  return (readJson(plural) as { items: Item[] }).items;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`${name}.json`, folder)), 'utf8'));
}
