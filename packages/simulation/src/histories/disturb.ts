import type { SimulatedWorld } from '../simulated-world.ts';
import type { Disturbance } from './history.ts';

/** Makes it happen. Returns what happened, in plain words, or null where there was nothing that it could happen to. */
export function disturb(world: SimulatedWorld, what: Disturbance): string | null {
  const { kubernetes, operators, weather, network, time } = world;
  const forAWhile = (seconds: number, begin: () => void, end: () => void): void => {
    begin();
    time.after(seconds * 1000, end);
  };
  switch (what.kind) {
    case 'install':
      world.install(what.layout);
      return `helm upgrade: ${describeLayout(what.layout)}`;
    case 'delete_pod':
    case 'restart_container':
    case 'lose_volume':
    case 'stick':
    case 'unstick':
      return disturbPod(world, what);
    case 'start_operator':
      if (operators.count > 1) return null;
      operators.start();
      return 'one more operator starts';
    case 'crash_operator':
      return tell(`${operators.nameOf(what.pick)} crashes`, () => operators.crash(what.pick));
    case 'replace_operator':
      return tell(`another operator is to replace ${operators.nameOf(what.pick)}`, () =>
        operators.replace(what.pick),
      );
    case 'suspend_operator':
      return tell(`${operators.nameOf(what.pick)} stands still for ${what.seconds} s`, () =>
        operators.suspend(what.pick, what.seconds),
      );
    case 'set_clock':
      return tell(`the clock of ${operators.nameOf(what.pick)} is set by ${what.seconds} s`, () =>
        operators.setClock(what.pick, what.seconds),
      );
    case 'kubernetes_away':
      forAWhile(
        what.seconds,
        () => {
          weather.isKubernetesAway = true;
          network.cutWatches();
        },
        () => {
          weather.isKubernetesAway = false;
        },
      );
      return `the Kubernetes API is away for ${what.seconds} s`;
    case 'kubernetes_loses_answers':
      forAWhile(
        what.seconds,
        () => {
          weather.lostAnswers = what.share;
        },
        () => {
          weather.lostAnswers = 0;
        },
      );
      return `the Kubernetes API loses ${what.share * 100} % of its answers for ${what.seconds} s`;
    case 'kubernetes_refuses':
      forAWhile(
        what.seconds,
        () => {
          weather.refusals = what.share;
        },
        () => {
          weather.refusals = 0;
        },
      );
      return `the Kubernetes API refuses ${what.share * 100} % of the requests for ${what.seconds} s`;
    case 'watches_lag':
      forAWhile(
        what.seconds,
        () => {
          weather.watchLagSeconds = what.lagSeconds;
        },
        () => {
          weather.watchLagSeconds = 0;
        },
      );
      return `watches lag ${what.lagSeconds} s behind for ${what.seconds} s`;
    case 'watches_break':
      return tell('every watch breaks', () => network.cutWatches());
    case 'watches_end':
      return tell('the API server ends every watch', () => kubernetes.api.endWatches());
    case 'watches_expire':
      return tell('every watch breaks, and the API server has forgotten where it was', () => {
        network.cutWatches();
        kubernetes.api.forgetHistory();
      });
    case 'instances':
      return disturbInstances(world, what);
  }
}

type OfPod = Extract<
  Disturbance,
  { kind: 'delete_pod' | 'restart_container' | 'lose_volume' | 'stick' | 'unstick' }
>;

function disturbPod(world: SimulatedWorld, { kind, pick }: OfPod): string | null {
  const name = podAt(world, pick);
  if (name === null) return null;
  const { kubernetes } = world;
  switch (kind) {
    case 'delete_pod':
      return tell(`pod ${name} is deleted`, () => kubernetes.deletePod(name));
    case 'restart_container':
      return tell(`the container of ${name} restarts`, () => kubernetes.kubelet.restartContainer(name));
    case 'lose_volume':
      return tell(`pod ${name} is gone with its volume`, () => kubernetes.loseVolume(name));
    case 'stick':
      return tell(`no node has room for ${name} from now on`, () => kubernetes.kubelet.stick(name));
    case 'unstick':
      return tell(`a node has room for ${name} again`, () => kubernetes.kubelet.unstick(name));
  }
}

function disturbInstances(
  world: SimulatedWorld,
  { mood, pick, seconds }: Extract<Disturbance, { kind: 'instances' }>,
): string | null {
  const { weather, time } = world;
  if (pick === null) {
    weather.moodOfAll = mood;
    time.after(seconds * 1000, () => {
      weather.moodOfAll = null;
    });
    return `every instance ${describeMood[mood]} for ${seconds} s`;
  }
  const name = podAt(world, pick);
  if (name === null) return null;
  weather.setMood(name, mood);
  time.after(seconds * 1000, () => weather.setMood(name, null));
  return `${name} ${describeMood[mood]} for ${seconds} s`;
}

const describeMood = {
  mute: 'accepts requests and never answers',
  late: 'does what it is asked and answers late',
  'loses answers': 'does what it is asked, and its answers get lost',
  repeats: 'does twice what it is asked',
  refuses: 'refuses connections',
} as const;

function podAt({ kubernetes }: SimulatedWorld, pick: number): string | null {
  const pods = kubernetes.pods();
  return pods[pick % Math.max(1, pods.length)]?.metadata.name ?? null;
}

function describeLayout(layout: Extract<Disturbance, { kind: 'install' }>['layout']): string {
  const { routers, routerReplicas, storages, storageReplicas, tooLarge } = layout;
  const image = tooLarge === undefined ? '' : `, ${tooLarge} too large for any node`;
  return `${routers} x ${routerReplicas} routers, ${storages} x ${storageReplicas} storages${image}`;
}

function tell(words: string, act: () => void): string {
  act();
  return words;
}
