export { type Backoff, backoffDelay } from './backoff.ts';
export {
  type CallOptions,
  type ClientOptions,
  createKubeClient,
  type DeleteOptions,
  type KubeClient,
  type ListOptions,
  type ObjectLocation,
  type WatchOptions,
} from './client/client.ts';
export type { ApplyOptions, JsonPatchOperation, Patch } from './client/patch.ts';
export type { Connection, CredentialSource, Credentials, TlsSettings } from './connection.ts';
export * from './errors.ts';
export {
  EventRecorder,
  type EventRecorderOptions,
  events,
  type Happening,
} from './event-recorder.ts';
export { isInCluster, loadInCluster } from './kubeconfig/in-cluster.ts';
export { type LoadOptions, loadKubeconfig } from './kubeconfig/load-kubeconfig.ts';
export { LeaderElection, type LeaderElectionOptions, type Lease, leases } from './leader-election.ts';
export {
  compareResourceVersions,
  type KubeList,
  type KubeObject,
  objectKey,
  type Status,
  type WatchEvent,
} from './objects.ts';
export { apiVersionOf, describeLocation, type Resource, resourcePath } from './resource.ts';
export { ServerClock } from './server-clock.ts';
export type { CacheChange } from './watch/store.ts';
export { WatchCache, type WatchCacheOptions, type WatchCacheTuning } from './watch/watch-cache.ts';
export { WorkQueue, type WorkQueueOptions, type WorkResult } from './work-queue.ts';
