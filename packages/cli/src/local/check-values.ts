import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CliError } from '../errors.ts';

/**
 * Refuses values without the application's roles before anything is started. The chart refuses most of them too, but
 * not those that only leave out what its example has as well.
 */
export function checkValues(file: string): void {
  const values = readValues(file);
  if (values === 'unreadable') return;
  const roles = (values as { RoleConfig?: unknown } | null | undefined)?.RoleConfig;
  const isMissing = roles == null || (Array.isArray(roles) && roles.length === 0);
  if (!isMissing) return;
  const misspelt = Object.keys(values ?? {}).find(key => key !== 'RoleConfig' && isNear(key));
  throw new CliError(
    'INVALID_ARGUMENT',
    misspelt === undefined
      ? `The values file ${file} has no RoleConfig, so the roles of the chart's example would take the place of yours. ` +
          'Write the whole list RoleConfig into it, as in examples/guide/values.yaml'
      : `The values file ${file} has no RoleConfig but ${misspelt}: did you mean RoleConfig? Capital letters count`,
  );
}

function isNear(key: string): boolean {
  return /^rol.*conf/i.test(key);
}

/** What is no YAML is left to helm, which tells the line. */
function readValues(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true });
  } catch {
    return 'unreadable';
  }
}
