import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { unhandledErrorExitCode } from './unhandled-errors.ts';

const module = fileURLToPath(new URL('./index.ts', import.meta.url));

/** A process that reports an unhandled error, decides, and prints "later" if it is still there then. */
async function run(options: { fault: string; report: string }) {
  const program = `
    import { onUnhandledErrors } from ${JSON.stringify(module)};
    onUnhandledErrors(({ kind, error }) => { console.log(kind, error.stack ?? error); ${options.report} });
    ${options.fault};
    setTimeout(() => console.log('later'), 20);
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { exitCode, stdout } = await execa(process.execPath, args, { reject: false, stderr: 'ignore' });
  return { exitCode, stdout };
}

const rejection = `(async () => { throw new Error('nobody waits') })()`;
const exception = `setImmediate(() => { throw new Error('nobody waits') })`;

test.each([
  ['unhandledRejection', rejection],
  ['uncaughtException', exception],
])('%s is reported with its stack, and the process ends with its own code', async (kind, fault) => {
  const { exitCode, stdout } = await run({ fault, report: `return 'end'` });
  expect(exitCode).toBe(unhandledErrorExitCode);
  expect(stdout).toMatch(new RegExp(`^${kind} Error: nobody waits\n +at `));
  expect(stdout).not.toContain('later');
});

test.each([
  ['unhandledRejection', rejection],
  ['uncaughtException', exception],
])('%s is reported with its stack, and a process that wants to goes on', async (kind, fault) => {
  const { exitCode, stdout } = await run({ fault, report: `return 'go on'` });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${kind} Error: nobody waits\n +at (.|\n)*later$`));
});

test('a report that fails ends the process, whatever it would have decided', async () => {
  const { exitCode } = await run({ fault: rejection, report: `throw new Error('the disk is full')` });
  expect(exitCode).toBe(unhandledErrorExitCode);
});
