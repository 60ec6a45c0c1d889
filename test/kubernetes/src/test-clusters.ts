const named = process.env.REAL_CLUSTER_NAME;

/**
 * Names of the clusters that the tests run on side by side, one test file at a time on each: they wait more than they
 * compute. One that is named in the environment is used alone.
 */
export const testClusters: readonly string[] = named === undefined ? ['default', 'default-2'] : [named];
