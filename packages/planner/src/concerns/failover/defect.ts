import type { FailoverSpec, SecretKeyReference } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { SecretSummary, Snapshot } from '../../snapshot.ts';

export interface Defect {
  message: string;
  cure: string;
  retryAfterSeconds?: number;
}

/** Secrets are read, not watched. */
const SECRET_IS_READ_AGAIN_SECONDS = 15;

/**
 * Defects that the rules of the schema refuse as well (API servers before 1.23 have no such rules), and missing
 * Secrets.
 */
export function findFailoverDefect(
  spec: FailoverSpec,
  { cluster, secrets }: Pick<Snapshot, 'cluster' | 'secrets'>,
): Defect | null {
  const { mode, stateProvider, stateboard, etcd2, fencing } = spec;
  if (mode === 'stateful' && stateProvider === undefined) {
    return defect(
      'Failover mode stateful has no stateProvider',
      'Set spec.failover.stateProvider to etcd2 or stateboard',
    );
  }
  if (stateProvider === 'stateboard' && stateboard === undefined) {
    return defect('State provider stateboard has no address', 'Set spec.failover.stateboard');
  }
  if (stateProvider === 'etcd2' && etcd2 === undefined) {
    return defect('State provider etcd2 has no endpoints', 'Set spec.failover.etcd2');
  }
  if (fencing && mode !== 'stateful') {
    return defect(
      `Fencing does not work in failover mode ${mode}`,
      'Set spec.failover.mode to stateful, or fencing to false',
    );
  }
  if (fencing && (spec.timeout ?? 20) <= (spec.fencingTimeout ?? 10)) {
    return defect('Failover timeout is not greater than fencingTimeout', 'Raise spec.failover.timeout');
  }
  const missing = [stateboard?.password, etcd2?.password].find(
    reference => reference && !hasKey(reference, secrets),
  );
  if (missing === undefined) return null;
  return {
    message: `Secret ${missing.name} has no key ${missing.key}`,
    cure: `Create it: ${kubectl(cluster, `create secret generic ${missing.name} --from-literal=${missing.key}=…`)}`,
    retryAfterSeconds: SECRET_IS_READ_AGAIN_SECONDS,
  };
}

function hasKey({ name, key }: SecretKeyReference, secrets: readonly SecretSummary[]): boolean {
  return secrets.some(secret => secret.name === name && secret.keys.includes(key));
}

function defect(message: string, cure: string): Defect {
  return { message, cure };
}
