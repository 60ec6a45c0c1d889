export const GROUP = 'tarantool.io';
export const API_VERSION = `${GROUP}/v1alpha1`;
export const CLUSTER_KIND = 'Cluster';
export const ROLE_KIND = 'Role';
export const TEMPLATE_KIND = 'ReplicasetTemplate';
