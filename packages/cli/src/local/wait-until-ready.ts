import { isPodReady, podStatus } from '../output/pod-table.ts';
import { needsPerson } from './needs-person.ts';
import type { CartridgeCluster, Pod } from './resources.ts';

export type Readiness =
  | { kind: 'ready' }
  | { kind: 'not ready'; because: 'time is over' | 'a person must act'; problem: string };

/** What only a person can mend is told after this time: pods and operator may speak of what was before the start. */
const helplessMilliseconds = 5000;

/** What is watched, as ApplicationWatch gives it. */
interface Watched {
  pods(): Pod[];
  clusters(): CartridgeCluster[];
  onChange(listener: () => void): () => void;
}

/** Waits until every Cluster of the namespace is Ready; gives what is missing when waiting on makes no sense. */
export async function waitUntilReady(options: {
  watch: Watched;
  timeoutSeconds: number;
  /** how long something must have waited for a person */
  helplessMilliseconds?: number;
  signal: AbortSignal;
  onDetail(detail: string): void;
}): Promise<Readiness> {
  const { watch, signal, onDetail, helplessMilliseconds: helplessAfter = helplessMilliseconds } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stopListening = watch.onChange(look);
    const timer = setTimeout(() => giveUp('time is over'), options.timeoutSeconds * 1000);
    let helplessTimer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      stop();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    look();

    function look(): void {
      if (signal.aborted) return;
      onDetail(describeProgress(watch));
      if (isEverythingReady(watch)) finish({ kind: 'ready' });
      else if (!needsPerson({ pods: servingPods(watch), clusters: watch.clusters() })) forgetHelpless();
      else helplessTimer ??= setTimeout(() => giveUp('a person must act'), helplessAfter);
    }
    function forgetHelpless(): void {
      clearTimeout(helplessTimer);
      helplessTimer = undefined;
    }
    function giveUp(because: 'time is over' | 'a person must act'): void {
      finish({ kind: 'not ready', because, problem: describeProblem(watch) });
    }
    function finish(readiness: Readiness): void {
      stop();
      resolve(readiness);
    }
    function stop(): void {
      clearTimeout(timer);
      forgetHelpless();
      stopListening();
      signal.removeEventListener('abort', abort);
    }
  });
}

export function isClusterReady(cluster: CartridgeCluster): boolean {
  const { state, conditions } = cluster.status ?? {};
  const ready = conditions?.find(condition => condition.type === 'Ready');
  if (ready === undefined) return state === 'Ready';
  const isCurrent =
    ready.observedGeneration === undefined || ready.observedGeneration === cluster.metadata?.generation;
  return ready.status === 'True' && isCurrent;
}

function isEverythingReady(watch: Watched): boolean {
  const pods = servingPods(watch);
  return pods.length > 0 && pods.every(isPodReady) && watch.clusters().every(isClusterReady);
}

/** Without those that have run to their end, as a chart's test does. */
function servingPods(watch: Watched): Pod[] {
  return watch.pods().filter(pod => pod.status?.phase !== 'Succeeded');
}

function describeProgress(watch: Watched): string {
  const pods = servingPods(watch);
  const ready = pods.filter(isPodReady).length;
  const trouble = pods.filter(isInTrouble).map(describePod)[0];
  const unready = watch.clusters().filter(cluster => !isClusterReady(cluster));
  const reason =
    trouble ??
    unready.flatMap(cluster => cluster.status?.problems?.[0]?.message ?? describeCluster(cluster) ?? [])[0];
  return `${ready} of ${pods.length} pods ready${reason === undefined ? '' : `, ${reason}`}`;
}

/** Waits for something that may not come by itself, unlike a pod that is only starting. */
function isInTrouble(pod: Pod): boolean {
  return (
    !isPodReady(pod) &&
    !['Running', 'ContainerCreating', 'PodInitializing', 'Terminating'].includes(podStatus(pod))
  );
}

function describeProblem(watch: Watched): string {
  const notReady = watch.clusters().filter(cluster => !isClusterReady(cluster));
  const lines = [
    ...notReady.flatMap(cluster => [
      `Cluster ${cluster.metadata?.name} is not Ready: ${describeCluster(cluster) ?? 'no status yet'}`,
      ...describeProblemsOf(cluster),
    ]),
    ...servingPods(watch)
      .filter(pod => !isPodReady(pod))
      .map(describePod),
  ];
  return lines.length === 0 ? 'There are no pods' : lines.join('\n');
}

function describeCluster(cluster: CartridgeCluster): string | undefined {
  const ready = cluster.status?.conditions?.find(condition => condition.type === 'Ready');
  if (ready === undefined || ready.status === 'True') return undefined;
  return ready.message || ready.reason;
}

/** What the Ready condition does not say already. */
function describeProblemsOf(cluster: CartridgeCluster): string[] {
  const said = describeCluster(cluster) ?? '';
  const problems = (cluster.status?.problems ?? []).filter(({ message }) => !said.includes(message));
  return problems.map(({ message, cure }) => [message, cure].filter(text => text !== undefined).join('. '));
}

function describePod(pod: Pod): string {
  const messages = [
    ...(pod.status?.containerStatuses ?? []).map(status => status.state?.waiting?.message),
    ...(pod.status?.conditions ?? [])
      .filter(({ status }) => status === 'False')
      .map(({ message }) => message),
  ].filter(message => message !== undefined && message !== '');
  return `Pod ${pod.metadata?.name} is ${podStatus(pod)}${messages[0] === undefined ? '' : `: ${messages[0]}`}`;
}
