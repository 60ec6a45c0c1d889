import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GuideValues } from '@cartridge-on-kubernetes/test-kit';
import { parse, parseAllDocuments } from 'yaml';
import type { TopologyRow } from './topology.ts';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: object[];
  };
  spec: Record<string, unknown>;
}

/** A folder of fixtures: a cluster as one earlier version of the operator and its charts made it. */
export interface EarlierVersion {
  version: '0.0.8' | '0.0.10';
  charts: { operator: string; cartridge: string };
  /** of the operator */
  deployment: string;
  valuesFile: string;
  values: GuideValues;
  /** the headless Service and the StatefulSets */
  operatorMade: Manifest[];
  topology: TopologyRow[];
}

export const earlierVersions = [
  readEarlierVersion('0.0.8', 'tarantool-operator'),
  readEarlierVersion('0.0.10', 'controller-manager'),
];

function readEarlierVersion(version: EarlierVersion['version'], deployment: string): EarlierVersion {
  const folder = fileURLToPath(new URL(`../fixtures/${version}/`, import.meta.url));
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    version,
    charts: { operator: join(folder, 'tarantool-operator'), cartridge: join(folder, 'cartridge') },
    deployment,
    valuesFile: join(folder, 'values.yaml'),
    values: parse(read('values.yaml')),
    operatorMade: parseAllDocuments(read('operator-made.yaml')).map(document => document.toJS()),
    topology: parse(read('topology.yaml')),
  };
}
