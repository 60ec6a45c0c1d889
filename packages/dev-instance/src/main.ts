import { inBackground, onUnhandledErrors } from '@cartridge-on-kubernetes/process';
import { describeError } from './errors.ts';
import { createLog } from './log.ts';
import { type RunningInstance, startInstance } from './start-instance.ts';
import { TARANTOOL_VERSION } from './version.ts';

const USAGE = 'usage: main.mjs /path/to/app/init.lua (options come from TARANTOOL_* environment variables)';

const MAIN_LOOP = 'main utils.c:1014';

await main();

async function main(): Promise<void> {
  const [appFile] = process.argv.slice(2);
  if (appFile === '--version' || appFile === '-v' || appFile === '-V') {
    process.stdout.write(`Tarantool ${TARANTOOL_VERSION}\nA development stand-in, not Tarantool\n`);
    return;
  }
  if (appFile === undefined || appFile.startsWith('-')) {
    const unknown = appFile === undefined ? '' : `The development stand-in has no option ${appFile}. `;
    process.stderr.write(`${unknown}${USAGE}\n`);
    process.exit(1);
  }
  let running: RunningInstance | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(running));
  onUnhandledErrors(({ kind, error }) => {
    createLog(process.stderr).error(`${kind}: ${error instanceof Error ? error.stack : error}`, MAIN_LOOP);
    reportCrash(error);
    return 'end';
  });
  try {
    running = await startInstance({ appFile, environment: process.env, output: process.stderr });
  } catch (error) {
    reportCrash(error);
    process.exit(1);
  }
}

/** Ends with exit code 0 once everything is stopped, with 1 when something could not be stopped. */
function stop(running: RunningInstance | undefined): void {
  inBackground(
    (running?.stop() ?? Promise.resolve()).then(() => process.exit(0)),
    error => {
      createLog(process.stderr).error(`Could not stop in good order: ${error.stack}`, MAIN_LOOP);
      process.exit(1);
    },
  );
}

/** Prints what a Tarantool prints before it exits when its init.lua failed. */
function reportCrash(error: unknown): void {
  const log = createLog(process.stderr);
  const { className, message } = describeError(error);
  log.error(className === 'LuajitError' ? `LuajitError: ${message}` : `${className}: ${message}`, MAIN_LOOP);
  log.fatal('fatal error, exiting the event loop');
}
