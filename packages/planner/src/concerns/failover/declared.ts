import {
  annotations,
  deepEqual,
  digest,
  type FailoverParams,
  type FailoverSpec,
  type Topology,
} from '@cartridge-on-kubernetes/api';
import { setFailover } from '../../actions/cartridge-actions.ts';
import { recordAnnotation } from '../../actions/kubernetes-actions.ts';
import type { World } from '../../facts/world.ts';
import type { FailoverChange } from '../../plan/action.ts';
import type { Findings } from '../../plan/findings.ts';
import type { SecretSummary } from '../../snapshot.ts';
import { findFailoverDefect } from './defect.ts';

/** Enforces `spec.failover`. Passwords cannot be read back from Cartridge, so a digest shows that they changed. */
export function planDeclaredFailover(world: World, { failover }: Topology, spec: FailoverSpec): Findings {
  const { cluster, clusterRef, snapshot } = world;
  const defect = findFailoverDefect(spec, snapshot);
  if (defect !== null) return { refusals: [{ reason: 'FailoverInvalid', about: clusterRef, ...defect }] };
  const params = toParams(spec);
  const wantedDigest = digestOf(params, snapshot.secrets);
  const hasPasswords = params.stateboard !== undefined || params.etcd2?.password !== undefined;
  const isStale =
    hasPasswords && cluster.metadata.annotations?.[annotations.appliedFailover] !== wantedDigest;
  if (!isStale && isInForce(params, failover)) return {};
  const set = setFailover(world, params, 'as spec.failover of the Cluster says');
  if (!hasPasswords) return { actions: [set] };
  const record = recordAnnotation({
    urgency: 'records',
    object: cluster,
    key: annotations.appliedFailover,
    value: wantedDigest,
    reason: 'it shows later whether a password has changed',
  });
  return { actions: [set, ...record.map(action => ({ ...action, after: set.key }))] };
}

function toParams(spec: FailoverSpec): FailoverChange {
  return withoutUndefined({
    mode: spec.mode,
    stateProvider: spec.stateProvider === 'stateboard' ? ('tarantool' as const) : spec.stateProvider,
    ...timing(spec),
    stateboard: spec.stateboard,
    etcd2:
      spec.etcd2 === undefined
        ? undefined
        : withoutUndefined({
            endpoints: spec.etcd2.endpoints,
            username: spec.etcd2.username,
            password: spec.etcd2.password,
            lockDelaySeconds: spec.etcd2.lockDelay,
            prefix: spec.etcd2.prefix,
          }),
  });
}

/** With fencing both times are sent, as Cartridge checks them before it fills in its defaults. */
function timing({ timeout, fencing, fencingTimeout, fencingPause }: FailoverSpec): Partial<FailoverChange> {
  return {
    failoverTimeoutSeconds: timeout ?? (fencing ? 20 : undefined),
    fencingEnabled: fencing,
    fencingTimeoutSeconds: fencingTimeout ?? (fencing ? 10 : undefined),
    fencingPauseSeconds: fencingPause ?? (fencing ? 2 : undefined),
  };
}

/**
 * Compares the fields that the manifest sets and that can be read back; Cartridge reports fencing as off unless
 * failover is stateful.
 */
function isInForce(params: FailoverChange, live: FailoverParams): boolean {
  const { stateboard, etcd2, ...plain } = params;
  const sameFields = Object.entries(plain).every(([field, value]) =>
    deepEqual(live[field as keyof FailoverParams], value),
  );
  const sameStateboard =
    stateboard === undefined || withoutScheme(live.stateboard?.uri) === withoutScheme(stateboard.uri);
  const { password: _password, ...readable } = etcd2 ?? {};
  const sameEtcd = Object.entries(readable).every(([field, value]) =>
    deepEqual(live.etcd2?.[field as keyof NonNullable<FailoverParams['etcd2']>], value),
  );
  return sameFields && sameStateboard && sameEtcd;
}

function withoutScheme(uri = ''): string {
  return uri.replace(/^tcp:\/\//, '');
}

function digestOf(params: FailoverChange, secrets: readonly SecretSummary[]): string {
  const names = [params.stateboard?.password.name, params.etcd2?.password?.name];
  const versions = secrets
    .filter(({ name }) => names.includes(name))
    .map(({ name, resourceVersion }) => [name, resourceVersion]);
  return digest({ params, versions });
}

function withoutUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}
