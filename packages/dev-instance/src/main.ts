import { describeError } from './errors.ts';
import { createLog } from './log.ts';
import { type RunningInstance, startInstance } from './start-instance.ts';
import { TARANTOOL_VERSION } from './version.ts';

const USAGE = 'usage: main.mjs /path/to/app/init.lua (options come from TARANTOOL_* environment variables)';

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
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void (running?.stop() ?? Promise.resolve()).finally(() => process.exit(0)));
  }
  process.on('uncaughtException', error => {
    reportCrash(error);
    process.exit(1);
  });
  try {
    running = await startInstance({ appFile, environment: process.env, output: process.stderr });
  } catch (error) {
    reportCrash(error);
    process.exit(1);
  }
}

/** The last words of a Tarantool whose init.lua failed. */
function reportCrash(error: unknown): void {
  const log = createLog(process.stderr);
  const { className, message } = describeError(error);
  log.error(
    className === 'LuajitError' ? `LuajitError: ${message}` : `${className}: ${message}`,
    'main utils.c:1014',
  );
  log.fatal('fatal error, exiting the event loop');
}
