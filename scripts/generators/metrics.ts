import { describeMetrics } from '@cartridge-on-kubernetes/operator';
import type { GeneratedFile } from './generated-file.ts';
import { markdownTable } from './markdown-table.ts';

export function generateMetrics(): GeneratedFile[] {
  const rows = describeMetrics().map(({ name, type, labels, help }) => [
    `\`${name}\``,
    type,
    labels.map(label => `\`${label}\``).join(', '),
    help,
  ]);
  const content = [
    '<!-- Generated from packages/operator/src/metrics.ts by `npm run generate`; edits here are lost. -->',
    '# Metrics of the operator',
    '',
    'At `/metrics` of port 8080 of its pod, in the text format of Prometheus. Chart `tarantool-operator` has values for a',
    'Service and a ServiceMonitor. Metrics of the application are its own; Cartridge has a role for them.',
    '',
    markdownTable(['Metric', 'Type', 'Labels', 'Meaning'], rows),
    '',
    'A histogram has `_bucket`, `_sum` and `_count`. Times are in seconds, memory is in bytes.',
    '',
  ].join('\n');
  return [{ path: 'docs/reference/metrics.md', content }];
}
