export * from './admin-api.ts';
export type * from './cluster.ts';
export * from './guide-cluster.ts';
export * from './guide-values.ts';
export * from './kubernetes-objects.ts';
export * from './local-cluster.ts';
export * from './poll-until.ts';
export * from './repository.ts';
