import type { adminApi } from '@cartridge-on-kubernetes/api';
import type { Selected } from './selected.ts';
import type { clusterSelection } from './selection.ts';

/**
 * The answer to our one query, as it comes over the wire. Fields marked `?` are missing from older versions
 * of Cartridge (the query then leaves them out); `null` is what Cartridge itself answers.
 */
export type ClusterAnswer = Omit<Answer, 'cluster'> & { cluster: ApiclusterAnswer | null };

type Answer = Selected<adminApi.Query, typeof clusterSelection>;
/** Of `cluster`, `self` alone is answered in every state. */
type ApiclusterAnswer = Pick<WholeApicluster, 'self'> & Partial<WholeApicluster>;
type WholeApicluster = NonNullable<Answer['cluster']>;
type Item<T> = T extends ReadonlyArray<infer I> ? NonNullable<I> : never;

export type SelfAnswer = NonNullable<ApiclusterAnswer['self']>;
export type ServerAnswer = Item<NonNullable<ClusterAnswer['servers']>>;
export type StatisticsAnswer = Partial<NonNullable<ServerAnswer['statistics']>>;
type BoxAnswer = NonNullable<ServerAnswer['boxinfo']>;
export type ReplicationAnswer = Item<NonNullable<BoxAnswer['replication']['replication_info']>>;
export type VshardStorageAnswer = NonNullable<BoxAnswer['vshard_storage']>;
export type ReplicasetAnswer = Item<NonNullable<ClusterAnswer['replicasets']>>;
export type FailoverAnswer = WholeApicluster['failover_params'];
export type IssueAnswer = Item<NonNullable<ApiclusterAnswer['issues']>>;
export type SuggestionsAnswer = NonNullable<ApiclusterAnswer['suggestions']>;
