import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository } from './repository.ts';

export interface GuideRole {
  RoleName: string;
  ReplicaCount: number;
  ReplicaSetCount: number;
  DiskSize: string;
  CPUallocation: number;
  MemtxMemoryMB: number;
  RolesToAssign: string | string[];
}

/** The guide's values.yaml. */
export interface GuideValues {
  ClusterEnv: string;
  ClusterName: string;
  image: { repository: string; tag: string; pullPolicy: string };
  RoleConfig: [routers: GuideRole, storages: GuideRole, ...others: GuideRole[]];
}

export const guideValuesFile = join(repository, 'examples/guide/values.yaml');

export function readGuideValues(): GuideValues {
  return parse(readFileSync(guideValuesFile, 'utf8'));
}

/** A copy with changes; the given values stay as they are. */
export function withValues(values: GuideValues, change: (copy: GuideValues) => void): GuideValues {
  const copy = structuredClone(values);
  change(copy);
  return copy;
}
