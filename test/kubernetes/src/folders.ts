import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubernetesVersion } from './versions.ts';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cartridge-on-kubernetes');

/** Sources of the programs that are built here. */
export const sources = dirname(dirname(fileURLToPath(import.meta.url)));

/** Built binaries, kept between runs. */
export const binaries = join(cache, `kubernetes-${kubernetesVersion}`);

/** One folder for each cluster by its name. */
export const clusters = join(cache, 'clusters');

/** The cluster this process works on; several of them run side by side. */
export const clusterName = requireClusterName(process.env.REAL_CLUSTER_NAME ?? 'default');

/** Everything of the running cluster: certificates, etcd, containerd, kubelet, logs. */
export const state = stateFolder(clusterName);

export const kubeconfig = join(state, 'kubeconfig');

/** The audit log of the last run of the tests on a cluster, kept when it is gone. */
export function keptAuditLog(name: string): string {
  return join(cache, `last-audit-${name}.log`);
}

export function stateFolder(name: string): string {
  return join(clusters, name);
}

/** Short, because containerd listens on a socket below the folder of this name and such a path has 107 characters. */
export function isClusterName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,18}[a-z0-9])?$/.test(name);
}

function requireClusterName(name: string): string {
  if (isClusterName(name)) return name;
  throw new Error(
    `A real cluster cannot be named "${name}": take up to 20 of a-z, 0-9 and - (--name or REAL_CLUSTER_NAME)`,
  );
}
