import type { InstanceView, Views } from '../views/views.ts';
import { recordedAsStopped } from './stopped-record.ts';

/**
 * Name of the pod whose instance is asked for a change: the instance that answered with the topology, unless `avoid`
 * (uuids) contains it. An instance must not be asked to disable or expel itself, nor to heal its own lock or stale
 * config. Then it is the first other healthy member by name whose config agrees; where there is none, it is the
 * instance that answered after all.
 */
export function chooseVia(views: Views, avoid: readonly string[] = []): string {
  const { asked, topology, viewsByUuid } = views;
  const own = topology?.self.uuid ?? null;
  if (own === null || !avoid.includes(own)) return asked;
  const others = [...viewsByUuid.values()].filter(
    view => !avoid.includes(view.uuid) && canBeAsked(views, view),
  );
  return others.map(({ name }) => name).sort()[0] ?? asked;
}

function canBeAsked({ topology, cluster }: Views, { name, uuid, pod, live, answer }: InstanceView): boolean {
  const isAtWork = answer?.kind === 'answered' && answer.self.state === 'RolesConfigured';
  const isDoubtful = topology?.suggestions.forceApply.some(suggestion => suggestion.uuid === uuid);
  return (
    isAtWork &&
    !isDoubtful &&
    live?.status === 'healthy' &&
    !live.disabled &&
    pod !== null &&
    pod.metadata.deletionTimestamp === undefined &&
    !recordedAsStopped(cluster).includes(name)
  );
}
