import type { adminApi } from '@cartridge-on-kubernetes/api';
import type { FailoverSettings } from './clusterwide-config.ts';

const MASK = '******';

export type FailoverParamsInput = adminApi.MutationApiclusterFailover_ParamsArgs;

/** Failover settings as they are read: every default filled in, passwords masked. */
export function readFailoverParams(settings: FailoverSettings) {
  const isStateful = settings.mode === 'stateful';
  const etcd2 = settings.etcd2_params;
  return {
    mode: settings.mode,
    state_provider: settings.state_provider ?? null,
    failover_timeout: settings.failover_timeout ?? 20,
    fencing_enabled: isStateful && (settings.fencing_enabled ?? false),
    fencing_timeout: settings.fencing_timeout ?? 10,
    fencing_pause: settings.fencing_pause ?? 2,
    leader_autoreturn: isStateful && (settings.leader_autoreturn ?? false),
    autoreturn_delay: settings.autoreturn_delay ?? 300,
    check_cookie_hash: settings.check_cookie_hash ?? true,
    tarantool_params: { uri: settings.tarantool_params?.uri ?? 'tcp://localhost:4401', password: MASK },
    etcd2_params: {
      prefix: etcd2?.prefix ?? '/',
      lock_delay: etcd2?.lock_delay ?? 10,
      endpoints: etcd2?.endpoints ?? ['http://127.0.0.1:4001', 'http://127.0.0.1:2379'],
      username: etcd2?.username ?? '',
      password: MASK,
    },
  };
}

/** Omitted fields are kept, `etcd2_params` and `tarantool_params` are replaced whole; the mask keeps a password. */
export function patchFailoverParams(
  settings: FailoverSettings,
  input: FailoverParamsInput,
): FailoverSettings {
  const patched: Record<string, unknown> = { ...settings };
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    patched[name] = typeof value === 'object' ? withoutNulls(value) : value;
  }
  keepMaskedPassword(patched.tarantool_params, settings.tarantool_params?.password);
  keepMaskedPassword(patched.etcd2_params, settings.etcd2_params?.password);
  return patched as unknown as FailoverSettings;
}

function withoutNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== null && field !== undefined),
  );
}

function keepMaskedPassword(params: unknown, stored: string | undefined): void {
  const target = params as { password?: string } | undefined;
  if (target?.password !== MASK) return;
  if (stored === undefined) delete target.password;
  else target.password = stored;
}
