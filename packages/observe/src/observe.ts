import type { Cluster } from '@cartridge-on-kubernetes/api';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import type { Sightings, Snapshot } from '@cartridge-on-kubernetes/planner';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { AdminClients } from './admin-clients.ts';
import { askInstances } from './ask-instances.ts';
import { askTopology } from './ask-topology.ts';
import type { Caches } from './caches/caches.ts';
import { type ObservedObjects, observeObjects } from './observe-objects.ts';
import { observeSecrets } from './observe-secrets.ts';

/** What earlier passes over a Cluster, by its key, are remembered for. */
export interface Recollection {
  of(cluster: string): Pick<Snapshot, 'failures' | 'deeds'>;
  /** Takes what this pass has seen to what earlier ones saw. */
  look(cluster: string, seen: Omit<Snapshot, 'sightings'>): Sightings;
}

export interface Observer {
  client: KubeClient;
  caches: Caches;
  adminClients: AdminClients;
  memory: Recollection;
  clock: Clock;
}

/** A topology that took longer may be from before what has happened meanwhile: instances restart, volumes get lost. */
const slowMilliseconds = 2000;

/** Everything one pass knows: objects from the caches, a word of each instance, the topology from one of them. */
export async function observe(observer: Observer, cluster: Cluster, signal: AbortSignal): Promise<Snapshot> {
  const { client, caches, adminClients, memory, clock } = observer;
  const { namespace = '', name } = cluster.metadata;
  const key = `${namespace}/${name}`;
  const objects = observeObjects(caches, cluster, clock.now());
  const [answers, secrets] = await Promise.all([
    askInstances(adminClients, objects.pods, signal),
    observeSecrets(client, cluster, signal),
  ]);
  const surroundings = {
    ...objects,
    cluster,
    answers,
    secrets,
    ...remembered(observer, key),
  };
  const askedAt = clock.monotonic();
  const topology = await askTopology(adminClients, surroundings, signal);
  const isSlow = clock.monotonic() - askedAt >= slowMilliseconds;
  const seen = { ...surroundings, ...(isSlow ? await lookAgain(observer, cluster, signal) : {}), topology };
  return { ...seen, sightings: memory.look(key, seen) };
}

/** What is known now of the objects and by the word of each instance, so that neither is older than the topology. */
async function lookAgain(observer: Observer, cluster: Cluster, signal: AbortSignal) {
  const { caches, adminClients, clock } = observer;
  const { namespace = '', name } = cluster.metadata;
  const objects: ObservedObjects = observeObjects(caches, cluster, clock.now());
  const answers = await askInstances(adminClients, objects.pods, signal);
  return { ...objects, answers, ...remembered(observer, `${namespace}/${name}`) };
}

/** Now, and the times that are compared with it: together, as the clock may be set while an answer is waited for. */
function remembered({ memory, clock }: Observer, key: string): Pick<Snapshot, 'now' | 'failures' | 'deeds'> {
  return { now: clock.now(), ...memory.of(key) };
}
