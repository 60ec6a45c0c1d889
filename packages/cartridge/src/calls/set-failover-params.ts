import type { adminApi, FailoverMode, FailoverParams } from '@cartridge-on-kubernetes/api';
import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import { parseFailoverParams } from '../wire/parse-failover-params.ts';
import type { SchemaFeatures } from '../wire/schema-features.ts';
import { failoverFields } from '../wire/topology-query.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/**
 * Fields that are left out keep their value. A password of "******" keeps the stored one. etcd2 is replaced as a whole.
 */
export interface FailoverEdit {
  mode?: FailoverMode;
  failoverTimeoutSeconds?: number;
  stateProvider?: 'tarantool' | 'etcd2';
  fencingEnabled?: boolean;
  fencingTimeoutSeconds?: number;
  fencingPauseSeconds?: number;
  leaderAutoreturn?: boolean;
  autoreturnDelaySeconds?: number;
  checkCookieHash?: boolean;
  stateboard?: { uri: string; password: string };
  etcd2?: {
    prefix?: string;
    lockDelaySeconds?: number;
    endpoints?: readonly string[];
    username?: string;
    password?: string;
  };
}

interface Argument {
  name: string;
  type: string;
  value: unknown;
}

/** Sets how leaders are chosen, for the whole cluster. */
export async function setFailoverParams(of: {
  transport: Transport;
  features: SchemaFeatures;
  edit: FailoverEdit;
  options?: CallOptions;
}): Promise<FailoverParams> {
  const { transport, features, edit, options } = of;
  const args = failoverArguments(edit);
  return transport.send({
    call: 'failover_params',
    query: failoverMutation(args, failoverFields(features)),
    variables: Object.fromEntries(args.map(({ name, value }) => [name, value])),
    deadlineSeconds: deadlineSeconds.mutation,
    parse: ({ cluster }: { cluster: Pick<adminApi.Apicluster, 'failover_params'> }) =>
      parseFailoverParams(cluster.failover_params),
    ...options,
  });
}

/** Only the arguments that are given: an older schema rejects the names it does not know. */
function failoverArguments(edit: FailoverEdit): Argument[] {
  const args: Argument[] = [
    { name: 'mode', type: 'String', value: edit.mode },
    { name: 'state_provider', type: 'String', value: edit.stateProvider },
    { name: 'failover_timeout', type: 'Float', value: edit.failoverTimeoutSeconds },
    { name: 'fencing_enabled', type: 'Boolean', value: edit.fencingEnabled },
    { name: 'fencing_timeout', type: 'Float', value: edit.fencingTimeoutSeconds },
    { name: 'fencing_pause', type: 'Float', value: edit.fencingPauseSeconds },
    { name: 'leader_autoreturn', type: 'Boolean', value: edit.leaderAutoreturn },
    { name: 'autoreturn_delay', type: 'Float', value: edit.autoreturnDelaySeconds },
    { name: 'check_cookie_hash', type: 'Boolean', value: edit.checkCookieHash },
    { name: 'tarantool_params', type: 'FailoverStateProviderCfgInputTarantool', value: edit.stateboard },
    { name: 'etcd2_params', type: 'FailoverStateProviderCfgInputEtcd2', value: wireEtcd2(edit.etcd2) },
  ];
  return args.filter(({ value }) => value !== undefined);
}

function wireEtcd2(etcd2: FailoverEdit['etcd2']): unknown {
  if (!etcd2) return undefined;
  const { lockDelaySeconds, ...rest } = etcd2;
  return lockDelaySeconds === undefined ? rest : { ...rest, lock_delay: lockDelaySeconds };
}

function failoverMutation(args: readonly Argument[], fields: string): string {
  const declared = args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const [variables, list] = args.length > 0 ? [`(${declared})`, `(${passed})`] : ['', ''];
  return `mutation${variables} { cluster { failover_params${list} { ${fields} } } }`;
}
