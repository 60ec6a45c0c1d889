import { readFileSync } from 'node:fs';

/** An answer of the admin API as JSON; which fields it has depends on the version it plays. */
export interface Answer {
  servers: ServerJson[];
  replicasets: ReplicasetJson[];
  cluster: ClusterJson;
}

export interface ServerJson {
  uri: string;
  uuid: string;
  alias: string;
  status: string;
  message: string;
  [field: string]: unknown;
}

export interface ReplicasetJson {
  uuid: string;
  alias: string;
  servers: Array<{ uuid: string }>;
  [field: string]: unknown;
}

interface ClusterJson {
  issues: unknown[];
  self: Record<string, unknown>;
  [field: string]: unknown;
}

/** One of the recorded answers of a real Cartridge. */
export function readRecorded(name: string): Answer {
  const file = new URL(`../../../packages/ui/fixtures/answers/${name}.json`, import.meta.url);
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: Answer };
  const authParams = { enabled: false, username: null };
  return { ...data, cluster: { auth_params: authParams, ...data.cluster } };
}
