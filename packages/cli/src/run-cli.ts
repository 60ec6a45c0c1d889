import { CommanderError } from 'commander';
import { CliError, describeFailure } from './errors.ts';
import { printFailure } from './output/bullets.ts';
import { buildProgram } from './program.ts';

/** Runs one command line and gives the exit code. */
export async function runCli(args: string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    printFailure(describeFailure(error));
    if (!isExpected(error) || args.includes('--debug')) console.error(error);
    return error instanceof CliError ? error.exitCode : 1;
  }
}

/** Errors with a code say themselves what is wrong; anything else is a fault of ours, and its place helps. */
function isExpected(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
