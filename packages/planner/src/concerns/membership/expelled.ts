import { annotations } from '@cartridge-on-kubernetes/api';
import { recordAnnotation } from '../../actions/kubernetes-actions.ts';
import { recentFailures } from '../../facts/tries.ts';
import { isUnconfigured } from '../../facts/unconfigured.ts';
import type { World } from '../../facts/world.ts';
import { type Findings, mergeFindings } from '../../plan/findings.ts';
import { readGenerations } from '../../views/instance-views.ts';
import type { InstanceView, ReplicasetView } from '../../views/views.ts';

/**
 * An expelled uuid can never join again, so an instance that joins anew under the same pod name gets a uuid of the next
 * generation.
 */
export function planExpelled(world: World, taken: ReadonlySet<string>): Findings {
  if (!world.isFormed) return {};
  return mergeFindings(
    world.replicasets.flatMap(replicaset => [
      { refusals: replicaset.instances.filter(isRunningExpelled).map(refuse) },
      { actions: renew(replicaset, taken) },
    ]),
  );
}

/** Not in the topology, yet configured: Cartridge does not tell an instance that it was expelled. */
function isRunningExpelled({ live, answer }: InstanceView): boolean {
  return live === null && answer?.kind === 'answered' && answer.self.state === 'RolesConfigured';
}

function refuse({ name, ref }: InstanceView): NonNullable<Findings['refusals']>[number] {
  return {
    reason: 'InstanceExpelled',
    about: ref,
    message: `${name} runs, but was expelled from the cluster`,
    cure: 'To let it join again without its present data, delete its PersistentVolumeClaim and the pod; otherwise lower ReplicaCount',
  };
}

/** The topology does not list expelled uuids; only the refusal of a join names them. */
export function takenUuids({ snapshot, topology }: World): Set<string> {
  const members = new Set(topology?.instances.map(instance => instance.uuid));
  const pattern = /Server "([0-9a-f-]{36})" is (?:already joined|expelled)/g;
  const named = recentFailures(snapshot).flatMap(({ message }) =>
    [...message.matchAll(pattern)].map(match => match[1] ?? ''),
  );
  return new Set(named.filter(uuid => !members.has(uuid)));
}

function renew({ statefulSet, instances }: ReplicasetView, taken: ReadonlySet<string>) {
  const expelled = instances.filter(instance => isUnconfigured(instance) && taken.has(instance.uuid));
  if (statefulSet === null || expelled.length === 0) return [];
  const generations = readGenerations(statefulSet);
  const next = Object.fromEntries(expelled.map(({ ordinal }) => [ordinal, (generations[ordinal] ?? 0) + 1]));
  return recordAnnotation({
    urgency: 'records',
    object: statefulSet,
    key: annotations.instanceGenerations,
    value: JSON.stringify({ ...generations, ...next }),
    reason: `${expelled.map(instance => instance.name).join(', ')} was expelled once, and its uuid can never join again`,
  });
}
