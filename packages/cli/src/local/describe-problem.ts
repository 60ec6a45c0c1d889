import type { Cluster, Pod } from '@cartridge-on-kubernetes/api';
import { isPodReady, podStatus } from '../output/pod-table.ts';
import { isClusterReady } from './is-cluster-ready.ts';

interface Line {
  /** of the object it is about; absent when the text stands alone */
  name?: string;
  text: string;
}

/** What a person has to know of a namespace that is not Ready, a line each; what is alike for several is told once. */
export function describeProblem({
  pods,
  clusters,
  missing = [],
}: {
  pods: Pod[];
  clusters: Cluster[];
  /** as findMissing says it */
  missing?: string[];
}): string {
  const told = clusters
    .filter(cluster => !isClusterReady(cluster))
    .flatMap(cluster => [
      {
        text: `Cluster ${cluster.metadata?.name} is not Ready: ${describeCluster(cluster) ?? 'no status yet'}`,
      },
      ...problemsOf(cluster),
    ]);
  const untold = pods
    .filter(pod => !isPodReady(pod))
    .filter(pod => !told.some(({ text }) => isToldBy(pod, text)))
    .map(pod => ({ name: pod.metadata?.name ?? '', text: withoutTimes(describePod(pod)) }));
  const lines = tellOnce([...told, ...untold]);
  if (lines.length > 0) return lines.join('\n');
  return missing.length > 0 ? missing.join('\n') : 'There are no pods';
}

/** What the condition Ready says when it is not True. */
export function describeCluster(cluster: Cluster): string | undefined {
  const ready = cluster.status?.conditions?.find(condition => condition.type === 'Ready');
  if (ready === undefined || ready.status === 'True') return undefined;
  return ready.message || ready.reason;
}

export function describePod(pod: Pod): string {
  const message = messageOf(pod);
  return `Pod ${pod.metadata?.name} is ${podStatus(pod)}${message === undefined ? '' : `: ${message}`}`;
}

function messageOf(pod: Pod): string | undefined {
  const messages = [
    ...(pod.status?.containerStatuses ?? []).map(status => status.state?.waiting?.message),
    ...(pod.status?.conditions ?? [])
      .filter(({ status }) => status === 'False')
      .map(({ message }) => message),
  ];
  return messages.find(message => message !== undefined && message !== '');
}

/** What the Ready condition does not say already. */
function problemsOf(cluster: Cluster): Line[] {
  const said = describeCluster(cluster) ?? '';
  const problems = (cluster.status?.problems ?? []).filter(({ message }) => !said.includes(message));
  return problems.map(({ object, message, cure }) => ({
    name: object.split('/').at(-1) ?? '',
    text: [withoutTimes(message), cure].filter(text => text !== undefined).join('. '),
  }));
}

function isToldBy(pod: Pod, text: string): boolean {
  const message = messageOf(pod);
  return (
    message !== undefined && text.includes(withoutTimes(message)) && text.includes(`${pod.metadata?.name}`)
  );
}

/** Leaves the time of the next attempt out: it differs between pods, and has passed when the text is read. */
function withoutTimes(message: string): string {
  return message.replace(/ \(next attempt in [^)]*\)/, '');
}

function tellOnce(lines: Line[]): string[] {
  const groups = new Map<string, { text: string; others: string[] }>();
  for (const { name, text } of lines) {
    const key = name ? text.replaceAll(name, '…') : text;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { text, others: [] });
    else if (name) group.others.push(name);
  }
  return [...groups.values()].map(({ text, others }) =>
    others.length === 0 ? text : `${text}. The same is true of ${others.join(', ')}`,
  );
}
