export { AdminClients } from './admin-clients.ts';
export {
  type CacheName,
  type Caches,
  cacheFor,
  cachesToFill,
  createCaches,
  goWithout,
  seriesOf,
  startCaches,
  stopCaches,
} from './caches/caches.ts';
export { resourceOf, resources } from './caches/resources.ts';
export { describeError, traceError } from './describe-error.ts';
export { type LookOptions, lookAtClusters, type View } from './look-at-clusters.ts';
export { type Observer, observe, type Recollection } from './observe.ts';
