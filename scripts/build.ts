// Builds dist/ from the packages. What is fresh by its stamp is left alone, so this may run before every start.
import { isFresh, writeStamp } from './build/stamp.ts';
import { buildStages, type Target } from './build/targets.ts';

const startedAt = performance.now();
let built = 0;

for (const stage of buildStages()) {
  const results = await Promise.allSettled(stage.map(buildIfStale));
  const failures = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length > 0) {
    for (const failure of failures) reportFailure(failure);
    process.exit(1);
  }
}
if (built > 0) say(`${built} built in ${elapsedMs(startedAt)} ms`);

async function buildIfStale(target: Target): Promise<void> {
  if (isFresh(target)) return;
  const targetStartedAt = performance.now();
  writeStamp(target, await target.build());
  built += 1;
  say(`${target.name} in ${elapsedMs(targetStartedAt)} ms`);
}

function reportFailure(failure: unknown): void {
  // esbuild has already printed its own messages, with the place in the source.
  if (failure instanceof Error && 'errors' in failure)
    say(failure.message.split('\n')[0] ?? 'esbuild failed');
  else console.error(failure);
}

function elapsedMs(since: number): number {
  return Math.round(performance.now() - since);
}

function say(line: string): void {
  console.error(`build: ${line}`);
}
