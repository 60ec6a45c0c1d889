// Of each process that runs test files: all it does is about one of the clusters.
import { testClusters } from './src/test-clusters.ts';

const name = testClusters[Number(process.env.VITEST_POOL_ID) - 1];
if (name === undefined) throw new Error(`There is no cluster for worker ${process.env.VITEST_POOL_ID}`);
process.env.REAL_CLUSTER_NAME = name;
// Only now: modules read the name when they are loaded.
const { imageStoreOf } = await import('./src/image-store.ts');
process.env.CONTAINERS_STORAGE_CONF = imageStoreOf(name);
