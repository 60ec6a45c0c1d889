import { eventReasons } from '@cartridge-on-kubernetes/api';
import type { GeneratedFile } from './generated-file.ts';
import { markdownTable } from './markdown-table.ts';

export function generateEventReasons(): GeneratedFile[] {
  const rows = Object.entries(eventReasons).map(([reason, meaning]) => [`\`${reason}\``, meaning]);
  const content = [
    '<!-- Generated from packages/api by `npm run generate`; edits here are lost. -->',
    '# Event reasons',
    '',
    'Reasons of the events, problems and conditions that the operator writes.',
    '',
    markdownTable(['Reason', 'Meaning'], rows),
    '',
  ].join('\n');
  return [{ path: 'docs/reference/event-reasons.md', content }];
}
