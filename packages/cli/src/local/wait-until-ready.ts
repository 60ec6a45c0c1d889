import type { Cluster, Pod, Role, StatefulSet } from '@cartridge-on-kubernetes/api';
import { isPodReady, podStatus } from '../output/pod-table.ts';
import { describeCluster, describePod, describeProblem } from './describe-problem.ts';
import { findMissing } from './find-missing.ts';
import { isClusterReady } from './is-cluster-ready.ts';
import { needsPerson } from './needs-person.ts';

export type Readiness =
  | { kind: 'ready' }
  | { kind: 'not ready'; because: 'time is over' | 'a person must act'; problem: string };

/** A problem that needs a person is reported after this time: until then statuses may date from before the start. */
const helplessMilliseconds = 5000;

/** What is watched, as ApplicationWatch gives it. */
interface Watched {
  pods(): Pod[];
  clusters(): Cluster[];
  roles(): Role[];
  statefulSets(): StatefulSet[];
  onChange(listener: () => void): () => void;
}

/** Waits until every wanted pod and every Cluster of the namespace is Ready; gives what is missing when waiting on makes no sense. */
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
      finish({
        kind: 'not ready',
        because,
        problem: describeProblem({
          pods: servingPods(watch),
          clusters: watch.clusters(),
          missing: missingOf(watch),
        }),
      });
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

function isEverythingReady(watch: Watched): boolean {
  const pods = servingPods(watch);
  return (
    pods.length > 0 &&
    pods.every(isPodReady) &&
    watch.clusters().every(isClusterReady) &&
    missingOf(watch).length === 0
  );
}

function missingOf(watch: Watched): string[] {
  return findMissing({
    pods: servingPods(watch),
    clusters: watch.clusters(),
    roles: watch.roles(),
    statefulSets: watch.statefulSets(),
  });
}

/** Pods except those that have completed, such as the pod of a chart's test. */
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
    unready.flatMap(cluster => cluster.status?.problems?.[0]?.message ?? describeCluster(cluster) ?? [])[0] ??
    missingOf(watch)[0];
  return `${ready} of ${pods.length} pods ready${reason === undefined ? '' : `, ${reason}`}`;
}

/** Waits for something that may not come by itself, unlike a pod that is only starting. */
function isInTrouble(pod: Pod): boolean {
  return (
    !isPodReady(pod) &&
    !['Running', 'ContainerCreating', 'PodInitializing', 'Terminating'].includes(podStatus(pod))
  );
}
