import type { Plan, Snapshot } from '@cartridge-on-kubernetes/planner';
import { expect, it } from 'vitest';
import { createLogger } from '../logger.ts';
import { createMetrics } from '../metrics.ts';
import { reportRejectedPlan } from './rejected-plan.ts';

const plan = {
  violations: [
    { rule: 'all_members', action: 'Change the roles', message: 'enabled member storages-0-1 is away' },
  ],
} as unknown as Plan;

const container = {
  name: 'application',
  env: [
    { name: 'TARANTOOL_CLUSTER_COOKIE', value: 'not-for-logs' },
    { name: 'TARANTOOL_HTTP_PORT', value: '8081' },
  ],
};

const snapshot = {
  now: 1,
  pods: [{ metadata: { name: 'storages-0-0' }, spec: { containers: [container] } }],
} as unknown as Snapshot;

function report(isKnown: boolean) {
  const lines: string[] = [];
  const log = createLogger('info', { write: line => lines.push(line) });
  const metrics = createMetrics();
  reportRejectedPlan({ log, metrics, plan, snapshot }, isKnown);
  return { lines, metrics };
}

it('logs a rejected plan with a snapshot that can be replayed and tells no secret', async () => {
  const { lines, metrics } = report(false);
  const told = JSON.parse(lines[0] ?? '{}');
  expect(told).toMatchObject({
    level: 'error',
    msg: 'Rejected a plan',
    violations: plan.violations,
    story: { snapshot: { now: 1, pods: [{ metadata: { name: 'storages-0-0' } }] } },
  });
  expect(told.story.snapshot.pods[0].spec.containers[0].env).toEqual([
    { name: 'TARANTOOL_CLUSTER_COOKIE', value: '(removed)' },
    { name: 'TARANTOOL_HTTP_PORT', value: '8081' },
  ]);
  expect((await metrics.expose()).text).toContain('tarantool_operator_rejected_plans_total 1');
});

it('counts a rejected plan that is known already, and does not log it again', async () => {
  const { lines, metrics } = report(true);
  expect(lines).toEqual([]);
  expect((await metrics.expose()).text).toContain('tarantool_operator_rejected_plans_total 1');
});
