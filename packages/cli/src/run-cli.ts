import { CommanderError } from 'commander';
import { CliError } from './errors.ts';
import { printFailure } from './output/bullets.ts';
import { buildProgram } from './program.ts';

/** Runs one command line and gives the exit code. */
export async function runCli(args: string[]): Promise<number> {
  const program = buildProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof CliError) {
      printFailure(error.message);
      if (args.includes('--debug')) console.error(error);
      return error.exitCode;
    }
    printFailure(error instanceof Error ? error.message : String(error));
    console.error(error);
    return 1;
  }
}
