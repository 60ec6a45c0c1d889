import { conditionReasons, type EventReason, eventReasons } from '@cartridge-on-kubernetes/api';
import { cliErrorCodes } from '@cartridge-on-kubernetes/cli';
import { logLines } from '@cartridge-on-kubernetes/operator';
import { findCliErrors } from '../messages/find-cli-errors.ts';
import { findLogLines } from '../messages/find-log-lines.ts';
import { findActions, findNotices } from '../messages/find-notices.ts';
import { readSources } from '../messages/sources.ts';
import type { Generator } from './generated-file.ts';
import { markdownTable } from './markdown-table.ts';

/** The list of all messages: their texts are read from the sources, their meanings from the catalogues beside them. */
export const generateMessages: Generator = ({ root }) => {
  const content = [
    '<!-- Generated from the sources of packages by `npm run generate`; edits here are lost. -->',
    '# Messages',
    '',
    'Every message of the operator and of the command `cartridge`, with what it means and what to do. Words in braces stand',
    'for what the message names: `{name}` is a pod, an instance or another object.',
    '',
    ...describeOperator(root),
    ...describeLog(root),
    ...describeCommand(root),
  ].join('\n');
  return [{ path: 'docs/reference/messages.md', content }];
};

function describeOperator(root: string): string[] {
  const sources = readSources(root, ['api', 'planner', 'observe', 'operator']);
  const notices = findNotices(sources);
  const problems = notices
    .filter(({ kind }) => kind === 'notice')
    .map(({ reason, message, cure }) => [`\`${reason}\``, message, cure]);
  const conditions = notices
    .filter(({ kind }) => kind === 'condition')
    .map(({ reason, message }) => [`\`${reason}\``, message, meaningOf(reason)]);
  const actions = findActions(sources).map(({ event, why }) => [`\`${event}\``, meaningOf(event), why]);
  return [
    '## Problems, waits and refusals',
    '',
    'In events, in `status.problems` and in the messages of [conditions](conditions.md). What each reason means stands in',
    '[Event reasons](event-reasons.md).',
    '',
    markdownTable(['Reason', 'Message', 'What to do'], problems.sort(byFirst)),
    '',
    '## Events of actions',
    '',
    'The operator has done something and says why; nothing is to be done. The message names the action and the object before',
    'the cause. An action that fails has an event `ActionFailed` with the error.',
    '',
    markdownTable(['Reason', 'Meaning', 'Cause in the message'], actions.sort(byFirst)),
    '',
    '## Messages of conditions',
    '',
    'A condition that a problem holds back has the reason and the message of that problem.',
    '',
    markdownTable(['Reason', 'Message', 'Meaning'], conditions.sort(byFirst)),
    '',
  ];
}

function describeLog(root: string): string[] {
  const levels = new Map(
    findLogLines(readSources(root, ['operator'])).map(({ text, level }) => [text, level]),
  );
  const rows = Object.entries(logLines).map(([text, { meaning, cure }]) => [
    levels.get(text) ?? '',
    text,
    meaning,
    cure ?? 'Nothing',
  ]);
  return [
    '## Log lines of the operator',
    '',
    'In the field `msg`. The other fields name the Cluster, the action and the error.',
    '',
    markdownTable(['Level', 'Line', 'Meaning', 'What to do'], rows),
    '',
  ];
}

function describeCommand(root: string): string[] {
  const rows = findCliErrors(readSources(root, ['cli']))
    .map(({ code, message }) => [`\`${code}\``, message.replaceAll('\n', ' ')])
    .sort(byFirst);
  return [
    '## Errors of the command `cartridge`',
    '',
    'Each says what happened and what to do. The code is part of the output with `-o json`.',
    '',
    markdownTable(
      ['Code', 'Meaning'],
      Object.entries(cliErrorCodes).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
    '',
    markdownTable(['Code', 'Message'], rows),
    '',
  ];
}

function meaningOf(reason: string): string {
  return { ...eventReasons, ...conditionReasons }[reason as EventReason]?.meaning ?? '';
}

/** A stable order by reason; messages of one reason stay in the order of the sources. */
function byFirst(left: readonly string[], right: readonly string[]): number {
  const [a = '', b = ''] = [left[0], right[0]];
  return a === b ? 0 : a < b ? -1 : 1;
}
