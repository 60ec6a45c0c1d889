import { parseArgs } from 'node:util';
import { generateHistory } from './histories/generate-history.ts';
import type { History } from './histories/history.ts';
import { readHistoryFile } from './histories/history-file.ts';
import { runHistory } from './histories/run-history.ts';
import { shrinkHistory } from './histories/shrink-history.ts';

const usage = `npm run simulate -- [--seed S] [--histories N] [--seconds T]
  Runs N histories from number S on (100 from a random number on), for T seconds at most. One that ends badly is
  shrunk and told. The same number is always the same history.
npm run simulate -- --replay FILE
  Runs the one history that the file holds, and tells it.`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    histories: { type: 'string', default: '100' },
    seconds: { type: 'string', default: 'Infinity' },
    replay: { type: 'string' },
    tell: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(usage);
else if (values.replay !== undefined) {
  process.exitCode = (await tell(readHistoryFile(values.replay).history)) ? 1 : 0;
} else process.exitCode = (await simulate()) > 0 ? 1 : 0;

/** Returns how many histories ended badly. */
async function simulate(): Promise<number> {
  const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const count = Number(values.histories);
  const endsAt = performance.now() + Number(values.seconds) * 1000;
  const before = process.cpuUsage();
  const failed: number[] = [];
  let done = 0;
  let shownAt = performance.now();
  for (; done < count && performance.now() < endsAt; done += 1) {
    const seed = first + done;
    const history = generateHistory(seed);
    if (values.tell) {
      if (await tell(history)) failed.push(seed);
    } else if ((await runHistory(history)).violation !== null) {
      failed.push(seed);
      await explain(history);
    }
    if (performance.now() - shownAt > 60_000) {
      shownAt = performance.now();
      console.log(`${done + 1} of ${count} histories, ${failed.length} ended badly`);
    }
  }
  const { user, system } = process.cpuUsage(before);
  const milliseconds = ((user + system) / 1000 / Math.max(1, done)).toFixed(1);
  const bad = failed.length === 0 ? 'all ended well' : `${failed.length} ended badly: ${failed.join(', ')}`;
  console.log(`${done} histories from ${first} on, ${milliseconds} ms of processor time each: ${bad}`);
  return failed.length;
}

async function explain(history: History): Promise<void> {
  console.log(`\nHistory ${history.seed} ends badly. The smallest one found that does:`);
  const smallest = await shrinkHistory(
    history,
    async candidate => (await runHistory(candidate)).violation !== null,
  );
  console.log(JSON.stringify({ why: '', history: smallest }));
  await tell(smallest);
}

/** Returns whether it ended badly. */
async function tell(history: History): Promise<boolean> {
  const { story, violation } = await runHistory(history, { isTold: true });
  console.log(story.join('\n'));
  return violation !== null;
}
