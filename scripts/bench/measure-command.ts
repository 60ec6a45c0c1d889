import { execFileSync } from 'node:child_process';
import { type Measurement, median } from './measurement.ts';

const runs = 15;
const bin = 'packages/cli/bin/cartridge.js';

/** Start of the command, and of Node.js alone to compare with. */
export async function measureCommand(): Promise<Measurement[]> {
  const command = timeRuns([bin, 'version']);
  const empty = timeRuns(['-e', '']);
  return [
    {
      what: 'cartridge version',
      value: `${Math.round(command)} ms`,
      goal: '< 150 ms',
      how: `median of ${runs} runs of node ${bin} version; an empty node program takes ${Math.round(empty)} ms`,
    },
  ];
}

function timeRuns(args: string[]): number {
  return median(
    Array.from({ length: runs }, () => {
      const startedAt = performance.now();
      execFileSync(process.execPath, args, { stdio: 'ignore' });
      return performance.now() - startedAt;
    }),
  );
}
