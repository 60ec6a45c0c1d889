import { runCli } from './run-cli.ts';

const exitCode = await runCli(process.argv.slice(2));
// A command that has done its work may have chosen another code itself.
if (exitCode !== 0) process.exitCode = exitCode;
