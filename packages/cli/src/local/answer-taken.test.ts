import { expect, test } from 'vitest';
import { CliError } from '../errors.ts';
import { projectPath } from '../project-folder.ts';
import { shellWord } from '../shell-word.ts';
import { answerTaken } from './answer-taken.ts';
import { formatTaken } from './summary.ts';

const run = {
  version: 1,
  up: { pid: 1, startedAt: '1' },
  state: 'ready',
  url: 'http://localhost:8081',
  startedAt: '2026-01-01T00:00:00Z',
} as const;

test('a second start without values is told where the first one is', () => {
  expect(answerTaken(run, undefined)).toBe(formatTaken(run));
});

test('one with values fails, and says how to apply them', () => {
  const message = failureOf("my app's.yaml").message;
  expect(message).toContain('The local cluster runs already\n  Web UI      http://localhost:8081');
  expect(message).toContain("The values of my app's.yaml were not applied");
  expect(message).toMatch(/helm upgrade test-app \S.* --namespace tarantool --values 'my app'\\''s\.yaml'$/);
  expect(message).toContain(shellWord(projectPath('charts/cartridge')));
  expect(failureOf('a, "b".yaml').message).toMatch(/ --values '"a, ""b""\.yaml"'$/);
  expect(failureOf('new.yaml')).toMatchObject({ code: 'VALUES_NOT_APPLIED', exitCode: 1 });
});

function failureOf(valuesFile: string): CliError {
  try {
    answerTaken(run, valuesFile);
  } catch (error) {
    if (error instanceof CliError) return error;
  }
  throw new Error('It did not fail');
}
