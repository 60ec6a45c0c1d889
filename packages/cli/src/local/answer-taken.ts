import { CliError } from '../errors.ts';
import { projectPath } from '../project-folder.ts';
import { guide } from './guide.ts';
import type { Run } from './run-file.ts';
import { formatTaken } from './summary.ts';

/** What a second start says; throws it when the user wanted values applied, which only the first one does. */
export function answerTaken(run: Run, valuesFile: string | undefined): string {
  if (valuesFile === undefined) return formatTaken(run);
  const upgrade = ['helm upgrade', guide.applicationRelease, quoted(projectPath('charts/cartridge'))];
  const options = ['--namespace', guide.namespace, '--values', quoted(valuesFile)];
  throw new CliError(
    'VALUES_NOT_APPLIED',
    [
      `${formatTaken(run)}`,
      `  The values of ${valuesFile} were not applied. Apply them with:`,
      '    eval "$(npx cartridge local env)"',
      `    ${[...upgrade, ...options].join(' ')}`,
    ].join('\n'),
  );
}

function quoted(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", `'\\''`)}'`;
}
