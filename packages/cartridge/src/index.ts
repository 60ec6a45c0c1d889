export { type AdminClient, createAdminClient } from './admin-client.ts';
export type { ConfigSection, ConfigSectionEdit } from './calls/clusterwide-config.ts';
export type { EditedTopology } from './calls/edit-topology.ts';
export type { Promotion } from './calls/promote-leader.ts';
export type { FailoverEdit } from './calls/set-failover-params.ts';
export { AdminError, type AdminErrorCode, isAdminError } from './errors.ts';
export type { CallOptions, Credentials, TransportOptions } from './wire/transport.ts';
