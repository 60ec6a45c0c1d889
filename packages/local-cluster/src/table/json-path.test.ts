import { expect, test } from 'vitest';
import { readJsonPath } from './json-path.ts';

const object = {
  metadata: { labels: { 'example.com/tier': 'front' } },
  spec: { replicas: 3, hosts: ['a', 'b'] },
  status: {
    conditions: [
      { type: 'Synced', status: 'False' },
      { type: 'Ready', status: 'True' },
    ],
  },
};

test.each([
  ['.spec.replicas', [3]],
  ['{.spec.replicas}', [3]],
  ['.spec.hosts[1]', ['b']],
  ['.spec.hosts[*]', ['a', 'b']],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type=='Synced')].status", ['False']],
  ['.metadata.labels.example\\.com/tier', ['front']],
  [".metadata.labels['example.com/tier']", ['front']],
  ['.spec.missing.deep', []],
])('%s', (path, found) => {
  expect(readJsonPath(object, path)).toEqual(found);
});
