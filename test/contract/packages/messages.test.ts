// The list of messages (docs/reference/messages.md) is generated; these tests keep its catalogues complete.
import { conditionReasons, eventReasons } from '@cartridge-on-kubernetes/api';
import { cliErrorCodes } from '@cartridge-on-kubernetes/cli';
import { logLines } from '@cartridge-on-kubernetes/operator';
import { expect, test } from 'vitest';
import { findCliErrors } from '../../../scripts/messages/find-cli-errors.ts';
import { findLogLines } from '../../../scripts/messages/find-log-lines.ts';
import { findActions, findNotices } from '../../../scripts/messages/find-notices.ts';
import { readSources } from '../../../scripts/messages/sources.ts';

const root = new URL('../../..', import.meta.url).pathname;
const operator = readSources(root, ['api', 'planner', 'observe', 'operator']);
const notices = findNotices(operator);

test('every reason of an event or a condition has a message in the sources, and every message a reason', () => {
  const used = [...notices.map(({ reason }) => reason), ...findActions(operator).map(({ event }) => event)];
  expect([...new Set(used)].sort()).toEqual(
    [...new Set([...Object.keys(eventReasons), ...Object.keys(conditionReasons)])].sort(),
  );
});

test('every problem says what to do', () => {
  const without = notices.filter(({ kind, cure }) => kind === 'notice' && cure === '');
  // An event alone: its message holds the cure, or nothing is to be done.
  expect(new Set(without.map(({ reason }) => reason))).toEqual(
    new Set(['ClusterReady', 'DefinitionOutdated', 'ActionFailed']),
  );
});

test('the catalogue of log lines holds the lines of the operator, and no others', () => {
  const lines = findLogLines(readSources(root, ['operator', 'observe', 'kube', 'planner', 'cartridge']));
  expect(Object.keys(logLines).sort()).toEqual([...new Set(lines.map(({ text }) => text))].sort());
});

test('every error code of the command is used, and every message is known', () => {
  const errors = findCliErrors(readSources(root, ['cli']));
  expect([...new Set(errors.map(({ code }) => code))].sort()).toEqual(Object.keys(cliErrorCodes).sort());
});
