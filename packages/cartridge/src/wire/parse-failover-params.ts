import type { adminApi, FailoverParams } from '@cartridge-on-kubernetes/api';

/** Values a version does not report are those it acts by. */
export function parseFailoverParams(params: adminApi.FailoverApi): FailoverParams {
  const { etcd2_params: etcd2, tarantool_params: stateboard } = params;
  return {
    mode: params.mode,
    // The suspect timeout was fixed to 3 s before failover_timeout came with 2.4.0.
    failoverTimeoutSeconds: params.failover_timeout ?? 3,
    stateProvider: params.state_provider as FailoverParams['stateProvider'],
    fencingEnabled: params.fencing_enabled ?? false,
    fencingTimeoutSeconds: params.fencing_timeout ?? 10,
    fencingPauseSeconds: params.fencing_pause ?? 2,
    leaderAutoreturn: params.leader_autoreturn ?? false,
    autoreturnDelaySeconds: params.autoreturn_delay ?? 300,
    checkCookieHash: params.check_cookie_hash ?? false,
    stateboard: stateboard && { uri: stateboard.uri, password: stateboard.password },
    etcd2: etcd2 && {
      prefix: etcd2.prefix,
      lockDelaySeconds: etcd2.lock_delay,
      endpoints: etcd2.endpoints,
      username: etcd2.username,
      password: etcd2.password,
    },
  };
}
