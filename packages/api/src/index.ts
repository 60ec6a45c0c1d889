export type * from './topology/topology.ts';
