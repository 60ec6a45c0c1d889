import type { ClusterView } from './cluster.ts';
import { counted } from './counted.ts';
import type { InstanceView } from './instance.ts';

const mostSaid = 4;

/** What happened between two pictures, as sentences worth reading out; numbers that only move are not. */
export function describeChanges(before: ClusterView, after: ClusterView): string[] {
  const known = new Map(listInstances(before).map(instance => [instance.key, instance]));
  const now = listInstances(after);
  const sentences = [
    ...(before.headline.title === after.headline.title ? [] : [`${after.headline.title}.`]),
    ...now.flatMap(instance => describeInstance(known.get(instance.key), instance)),
    ...[...known.values()]
      .filter(instance => !now.some(({ key, uri }) => key === instance.key || uri === instance.uri))
      .map(instance => `${instance.name} is gone.`),
  ];
  if (sentences.length <= mostSaid) return sentences;
  return [...sentences.slice(0, mostSaid), `And ${counted(sentences.length - mostSaid, 'more change')}.`];
}

function describeInstance(before: InstanceView | undefined, after: InstanceView): string[] {
  if (before === undefined) return [`${after.name} is new: ${after.status.word.toLowerCase()}.`];
  const leads = after.leadership === 'leader' || after.leadership === 'leads for now';
  const led = before.leadership === 'leader' || before.leadership === 'leads for now';
  return [
    ...(before.status.word === after.status.word
      ? []
      : [`${after.name} is now ${after.status.word.toLowerCase()}.`]),
    ...(leads && !led ? [`${after.name} leads now.`] : []),
  ];
}

function listInstances(view: ClusterView): InstanceView[] {
  return [...view.replicasets.flatMap(replicaset => replicaset.instances), ...view.unjoined];
}
