import { disturb } from './disturb.ts';
import { type History, losesVolumes, widestLayout } from './history.ts';
import { Stage, Violation } from './stage.ts';

export interface Run {
  /** what must never be so, and was; null where all was well */
  violation: string | null;
  story: readonly string[];
  /** what the run cost, in things done */
  passes: number;
  requests: number;
}

/** Failed actions wait up to a minute, lost Leases too, and each may do so some times in a row. */
const mostMinutes = 40;
/** Without its data a cluster may wait for a person. */
const patientMinutes = 6;

/** One run of a history from its beginning to a quiet end. `isTold` keeps a story of it. */
export async function runHistory(history: History, options: { isTold?: boolean } = {}): Promise<Run> {
  const stage = new Stage(history.seed, options);
  try {
    await live(stage, history);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
  } finally {
    stage.world.operators.kill();
  }
  const { violation, story, passes, requests } = stage;
  return { violation, story: story.lines, passes, requests };
}

async function live(stage: Stage, { layout, steps, ...rest }: History): Promise<void> {
  const { world, story } = stage;
  world.install(layout);
  world.operators.start();
  for (const { afterSeconds, what } of steps) {
    await stage.pass(afterSeconds);
    const happened = disturb(world, what);
    if (happened !== null) story.tell(happened);
  }
  await calmDown(stage, { layout, steps, ...rest });
  if (stage.isReady) await stage.stayIdle();
}

/** Nothing is wrong with the world any more, and everything that was ever wanted is wanted again. */
async function calmDown(stage: Stage, history: History): Promise<void> {
  const { world, story } = stage;
  // Members whose pods were scaled away block every change of the topology until they are back: Cartridge asks all.
  world.install(widestLayout(history));
  await stage.pass(1);
  world.weather.clear();
  world.kubernetes.kubelet.unstickAll();
  world.operators.keepOne();
  story.tell('from now on nothing disturbs');
  const mayWait = losesVolumes(history);
  const isEnough = (minutes: number): boolean => stage.isReady || (mayWait && minutes > patientMinutes);
  if ((await stage.settle(isEnough, mostMinutes)) || (mayWait && !stage.isReady)) return;
  const found = stage.isReady
    ? 'the operator still writes'
    : `the Cluster is not Ready: ${stage.conditionText}`;
  stage.accuse(`after ${mostMinutes} quiet minutes ${found}`);
  throw new Violation(found);
}
