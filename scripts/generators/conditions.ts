import { conditionDocs, conditionReasons, conditionTypes } from '@cartridge-on-kubernetes/api';
import { ends } from './event-reasons.ts';
import type { GeneratedFile } from './generated-file.ts';
import { markdownTable } from './markdown-table.ts';

export function generateConditions(): GeneratedFile[] {
  const rows = (Object.keys(conditionTypes) as Array<keyof typeof conditionTypes>).map(key => [
    `\`${conditionTypes[key]}\``,
    conditionDocs[key].isTrue,
    conditionDocs[key].otherwise,
  ]);
  const content = [
    '<!-- Generated from packages/api by `npm run generate`; edits here are lost. -->',
    '# Conditions of a Cluster',
    '',
    'True is the good state of each. `kubectl describe cluster` shows them with their reasons and messages;',
    '`kubectl wait --for=condition=Ready cluster/NAME` waits for one. `status.observedGeneration` says which',
    'version of the spec they are about.',
    '',
    markdownTable(['Condition', 'True', 'Otherwise'], rows),
    '',
    '`status.state` sums them up in one word; it is `Ready` exactly when condition `Ready` is True.',
    '`status.problems` lists what holds the cluster back: the object, what happened, and the cure.',
    'Their reasons are those of the [events](event-reasons.md), and so is that of a condition which a problem holds back.',
    '',
    '## Other reasons of conditions',
    '',
    markdownTable(
      ['Reason', 'Meaning', 'What ends it'],
      Object.entries(conditionReasons).map(([reason, { meaning, end }]) => [
        `\`${reason}\``,
        meaning,
        ends[end],
      ]),
    ),
    '',
  ].join('\n');
  return [{ path: 'docs/reference/conditions.md', content }];
}
