import { eventReasons, type ReasonEnd } from '@cartridge-on-kubernetes/api';
import type { GeneratedFile } from './generated-file.ts';
import { markdownTable } from './markdown-table.ts';

export const ends: Readonly<Record<ReasonEnd, string>> = {
  passes: 'passes by itself',
  'needs person': 'needs a person',
  told: 'holds nothing back',
};

export function generateEventReasons(): GeneratedFile[] {
  const rows = Object.entries(eventReasons).map(([reason, { meaning, end }]) => [
    `\`${reason}\``,
    meaning,
    ends[end],
  ]);
  const content = [
    '<!-- Generated from packages/api by `npm run generate`; edits here are lost. -->',
    '# Event reasons',
    '',
    'Reasons of the events, problems and conditions that the operator writes.',
    '',
    'A problem that needs a person stays, and holds the Cluster back, until the cure that its message names is done.',
    '`cartridge local up` then ends its wait at once.',
    '',
    markdownTable(['Reason', 'Meaning', 'What ends it'], rows),
    '',
  ].join('\n');
  return [{ path: 'docs/reference/event-reasons.md', content }];
}
