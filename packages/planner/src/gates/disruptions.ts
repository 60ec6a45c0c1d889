import { countMembers, servingInstances } from '../facts/serving.ts';
import type { World } from '../facts/world.ts';
import { type Action, leavingBy } from '../plan/action.ts';
import type { AllFindings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';
import { groupBy } from '../views/snapshot-index.ts';
import type { ReplicasetView } from '../views/views.ts';

/** What an action takes away from one replicaset. */
export interface Disruption {
  replicaset: ReplicasetView;
  /** names of the instances that do not serve after the action, whether or not they serve now */
  taken: readonly string[];
  /** the manifests ask for fewer replicas, so more than one instance may go at a time */
  isShrinking: boolean;
}

/**
 * The one gate for everything that takes an instance away: deleting a pod, shrinking a StatefulSet, disabling, expelling.
 * An action passes while each replicaset can spare what it takes: one instance at a time where the operator chooses, all
 * but one where a smaller ReplicaCount asks. Instances that do not serve cost nothing, and no instance is taken twice.
 */
export function holdDisruptions(world: World, findings: AllFindings): AllFindings {
  const gone = new Set<string>();
  const held = new Map<string, Wait>();
  for (const action of findings.actions) {
    const disruptions = disruptionsOf(world, action);
    const excess = disruptions.find(disruption => exceeds(world, disruption, gone));
    if (excess !== undefined) held.set(action.key, awaitSpare(world, action, excess));
    else for (const { taken } of disruptions) for (const name of taken) gone.add(name);
  }
  if (held.size === 0) return findings;
  return {
    ...findings,
    actions: findings.actions.filter(({ key, after }) => !held.has(key) && !held.has(after ?? '')),
    waits: [...findings.waits, ...held.values()],
  };
}

/** Whether a replicaset cannot spare what the disruption takes, after the instances in `gone` (names) went. */
export function exceeds(
  world: World,
  { replicaset, taken, isShrinking }: Disruption,
  gone: ReadonlySet<string>,
): boolean {
  if (taken.some(name => gone.has(name))) return true;
  const serving = servingInstances(world, replicaset).filter(name => !gone.has(name));
  const cost = taken.filter(name => serving.includes(name)).length;
  return cost > 0 && serving.length - cost < mustServe(world, replicaset, isShrinking);
}

/** A ReplicaCount of 0 means that a person wants no instance of the role to run. */
function mustServe(world: World, replicaset: ReplicasetView, isShrinking: boolean): number {
  if (isShrinking) return Math.min(1, replicaset.role.replicas);
  return Math.max(1, countMembers(world, replicaset) - 1);
}

export function disruptionsOf(world: World, action: Action): Disruption[] {
  switch (action.kind) {
    case 'delete_pod':
      return disrupt(world, [action.target.name]);
    case 'patch_object':
      return shrink(world, action);
    case 'edit_topology':
      return disrupt(
        world,
        leavingBy(action).map(uuid => world.names[uuid] ?? uuid),
      );
    default:
      return [];
  }
}

function disrupt({ replicasetsByName }: World, names: readonly string[]): Disruption[] {
  const groups = groupBy(names, name => name.replace(/-\d+$/, ''));
  return [...groups].flatMap(([name, taken]) => {
    const replicaset = replicasetsByName.get(name);
    return replicaset === undefined ? [] : [{ replicaset, taken, isShrinking: false }];
  });
}

function shrink(
  { replicasetsByName }: World,
  { target, patch }: Extract<Action, { kind: 'patch_object' }>,
): Disruption[] {
  const replicas = (patch.spec as { replicas?: number } | undefined)?.replicas;
  const replicaset = replicasetsByName.get(target.name);
  if (target.kind !== 'StatefulSet' || replicas === undefined || replicaset === undefined) return [];
  const taken = replicaset.instances.filter(({ ordinal }) => ordinal >= replicas).map(({ name }) => name);
  return taken.length === 0 ? [] : [{ replicaset, taken, isShrinking: true }];
}

function awaitSpare(world: World, action: Action, { replicaset, taken }: Disruption): Wait {
  const serving = servingInstances(world, replicaset);
  return {
    reason: 'DisruptionHeld',
    about: action.about,
    message: `Replicaset ${replicaset.name} cannot spare ${taken.join(', ')}: only ${serving.join(', ')} can serve now`,
    cure: `The operator continues once enough other instances of ${replicaset.name} serve`,
    severity: 'problem',
    retryAfterSeconds: 5,
  };
}
