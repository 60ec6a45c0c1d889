import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

it('counts processor time, however often it is read', async () => {
  const metrics = createMetrics();
  await readSeconds(metrics);
  const before = usedSeconds();
  const told = await readSeconds(metrics);
  expect(told).toBeGreaterThanOrEqual(before);
  expect(told).toBeLessThanOrEqual(usedSeconds());
});

function usedSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function readSeconds(metrics: ReturnType<typeof createMetrics>): Promise<number> {
  const { text } = await metrics.expose();
  return Number(/^tarantool_operator_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}
