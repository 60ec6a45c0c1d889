import { onUnhandledErrors } from '@cartridge-on-kubernetes/process';
import { describeFailure } from './errors.ts';
import { printFailure } from './output/bullets.ts';
import { runCli } from './run-cli.ts';

onUnhandledErrors(({ error }) => {
  printFailure(describeFailure(error));
  console.error(error);
  return 'end';
});

const exitCode = await runCli(process.argv.slice(2));
// A command that has done its work may have chosen another code itself.
if (exitCode !== 0) process.exitCode = exitCode;
