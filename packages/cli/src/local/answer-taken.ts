import { csvField } from '../csv-field.ts';
import { CliError } from '../errors.ts';
import { ownCommand } from '../own-command.ts';
import { projectPath } from '../project-folder.ts';
import { shellWord } from '../shell-word.ts';
import { guide } from './guide.ts';
import type { Run } from './run-file.ts';
import { formatTaken } from './summary.ts';

/** The answer of a second `local up`. Throws it if the user gave values, as only the first start applies values. */
export function answerTaken(run: Run, valuesFile: string | undefined): string {
  if (valuesFile === undefined) return formatTaken(run);
  const upgrade = ['helm upgrade', guide.applicationRelease, shellWord(projectPath('charts/cartridge'))];
  const options = ['--namespace', guide.namespace, '--values', shellWord(csvField(valuesFile))];
  throw new CliError(
    'VALUES_NOT_APPLIED',
    [
      `${formatTaken(run)}`,
      `  The values of ${valuesFile} were not applied. Apply them with:`,
      `    eval "$(${ownCommand()} local env)"`,
      `    ${[...upgrade, ...options].join(' ')}`,
    ].join('\n'),
  );
}
