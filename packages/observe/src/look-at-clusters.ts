import type { Cluster } from '@cartridge-on-kubernetes/api';
import { ForbiddenError, type KubeClient, NotFoundError } from '@cartridge-on-kubernetes/kube';
import { type Plan, plan, renewSightings, type Snapshot } from '@cartridge-on-kubernetes/planner';
import type { Platform } from '@cartridge-on-kubernetes/platform';
import { AdminClients } from './admin-clients.ts';
import { type Caches, createCaches } from './caches/caches.ts';
import { observe, type Recollection } from './observe.ts';

export interface View {
  snapshot: Snapshot;
  /** what an operator that starts now would do; without its memory of what failed and since when */
  plan: Plan;
}

export interface LookOptions {
  client: KubeClient;
  platform: Platform;
  namespace: string;
  signal?: AbortSignal;
}

/** Snapshot and plan of each Cluster of the namespace, in the order of names. Changes nothing. */
export async function lookAtClusters(options: LookOptions): Promise<View[]> {
  const { client, platform, namespace, signal = new AbortController().signal } = options;
  const caches = createCaches({ client, platform, namespace, onChange() {}, onProblem() {} });
  const adminClients = new AdminClients(platform);
  await listObjects(caches);
  const observer = { client, caches, adminClients, memory: noMemory, clock: platform.clock };
  try {
    return await Promise.all(
      sortByName(caches.clusters.list()).map(async cluster => {
        const snapshot = await observe(observer, cluster, signal);
        return { snapshot, plan: plan(snapshot) };
      }),
    );
  } finally {
    await adminClients.close();
  }
}

async function listObjects({ events, disruptionBudgets, ...needed }: Caches): Promise<void> {
  const optional = [events, disruptionBudgets].map(cache => cache.listOnce().catch(goWithout));
  await Promise.all([...optional, ...Object.values(needed).map(cache => cache.listOnce())]);
}

/** Events only explain a wait, and Kubernetes before 1.21 has no policy/v1. */
function goWithout(error: unknown): void {
  if (!(error instanceof NotFoundError || error instanceof ForbiddenError)) throw error;
}

const noMemory: Recollection = {
  of: () => ({ failures: [], deeds: [] }),
  look: (_cluster, seen) => renewSightings(null, seen),
};

function sortByName(clusters: Cluster[]): Cluster[] {
  return clusters.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
