import { annotations, type Topology } from '@cartridge-on-kubernetes/api';
import { setFailover } from '../actions/cartridge-actions.ts';
import { recordAnnotation } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import { planDeclaredFailover } from './failover/declared.ts';
import { BOOTSTRAP_KEY, isBootstrapDue } from './vshard.ts';

/**
 * Without `spec.failover`, eventual failover is enabled once, when the cluster is first bootstrapped, and the mode that
 * people choose afterwards is kept. `spec.failover` is enforced in every pass.
 */
export function planFailover(world: World): Findings {
  const { topology, cluster } = world;
  if (topology === null || !world.isFormed) return {};
  if (cluster.spec?.failover !== undefined)
    return planDeclaredFailover(world, topology, cluster.spec.failover);
  return { actions: planDefault(world, topology) };
}

function planDefault(world: World, topology: Topology): Action[] {
  const wasEnabled = [world.cluster, ...world.snapshot.statefulSets].some(
    ({ metadata }) => metadata.annotations?.[annotations.failoverEnabled] === '1',
  );
  if (topology.failover.mode !== 'disabled' || wasEnabled) return recordFailover(world);
  const change = setFailover(world, { mode: 'eventual' }, 'it is the default for a new cluster');
  if (!topology.canBootstrapVshard) return [change];
  return isBootstrapDue(world) ? [{ ...change, after: BOOTSTRAP_KEY }] : [];
}

/**
 * Annotation of 0.0.8 on StatefulSets; once one of them or the Cluster has it, a mode that a person chose is never
 * overwritten. A StatefulSet that people delete without its pods takes its own record along.
 */
function recordFailover({ cluster, replicasets }: World): Action[] {
  const members = replicasets.flatMap(({ statefulSet, live }) =>
    statefulSet === null || live === null ? [] : [statefulSet],
  );
  return [cluster, ...members].flatMap(object =>
    recordAnnotation({
      urgency: 'records',
      object,
      key: annotations.failoverEnabled,
      value: '1',
      reason: 'from now on people choose the failover mode',
    }),
  );
}
