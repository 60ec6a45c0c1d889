import { expect, test } from 'vitest';
import type { Summary } from './progress.ts';
import { formatSummary, formatTaken } from './summary.ts';

const summary: Summary = {
  pods: 'NAME          READY   STATUS    RESTARTS   AGE\nrouters-0-0   1/1     Running   0          3s',
  url: 'http://localhost:8081',
  kubeconfig: '/state/kubeconfig',
  server: 'https://127.0.0.1:40461',
  milliseconds: 3840,
};

test('a Ready cluster: pods, places, what to try next', () => {
  expect(formatSummary(summary, 'foreground')).toBe(`
Up in 3.8 s

NAME          READY   STATUS    RESTARTS   AGE
routers-0-0   1/1     Running   0          3s

Web UI      http://localhost:8081
Kubernetes  https://127.0.0.1:40461
kubeconfig  /state/kubeconfig

Try next:
  eval "$(npx cartridge local env)"     # kubectl and helm for this cluster
  kubectl get pods -n tarantool
  curl http://localhost:8081/hello

Ctrl-C stops everything, the data stays
`);
});

test('one that is not Ready says why and stays', () => {
  const problem = 'Pod routers-0-0 is Pending: 0/1 nodes are available: 1 Insufficient cpu.';
  const text = formatSummary({ ...summary, problem }, 'detached');
  expect(text).toContain(
    `\nThe cluster is not Ready. It keeps running, so that you can look:\n  ${problem}\n\nNAME`,
  );
  expect(text).toContain('\n  kubectl describe clusters -n tarantool\n');
  expect(text).not.toContain('/hello');
});

test('another port than the one asked for is told', () => {
  const elsewhere = { ...summary, url: 'http://localhost:8082', portTaken: 8081 };
  expect(formatSummary(elsewhere, 'detached')).toContain(
    'Web UI      http://localhost:8082  (port 8081 is taken by another program)\n',
  );
});

test('a second start is told where the first one is', () => {
  const run = {
    version: 1,
    up: { pid: 1, startedAt: '1' },
    state: 'ready',
    url: 'http://localhost:8081',
    kubeconfig: '/state/kubeconfig',
    startedAt: '2026-01-01T00:00:00Z',
  } as const;
  expect(formatTaken(run)).toBe(
    [
      'The local cluster runs already',
      '  Web UI      http://localhost:8081',
      '  kubeconfig  /state/kubeconfig',
      '  See `npx cartridge local status`; `npx cartridge local down` stops it. To change the application: helm upgrade',
    ].join('\n'),
  );
});
