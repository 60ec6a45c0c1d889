import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubernetesVersion } from './versions.ts';

const cacheHome = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');

/** Sources of the programs that are built here. */
export const sources = dirname(dirname(fileURLToPath(import.meta.url)));

/** Built binaries, kept between runs. */
export const binaries = join(cacheHome, 'cartridge-on-kubernetes', `kubernetes-${kubernetesVersion}`);

/** Everything of the running cluster: certificates, etcd, containerd, kubelet, logs. */
export const state =
  process.env.KUBERNETES_STATE ?? join(cacheHome, 'cartridge-on-kubernetes', 'real-cluster');

export const kubeconfig = join(state, 'kubeconfig');

/** The audit log of the last run of the tests, kept when its cluster is gone. */
export const keptAuditLog = join(cacheHome, 'cartridge-on-kubernetes', 'last-audit.log');
