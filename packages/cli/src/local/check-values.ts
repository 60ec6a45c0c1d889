import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CliError } from '../errors.ts';

/**
 * Refuses values without the application's roles. Helm would fill in those of the chart's example, and the user's
 * own replicasets would be taken down; the chart cannot tell, as it sees what helm has merged.
 */
export function checkValues(file: string): void {
  const values = readValues(file);
  if (values === 'unreadable') return;
  const roles = (values as { RoleConfig?: unknown } | null | undefined)?.RoleConfig;
  const isMissing = roles == null || (Array.isArray(roles) && roles.length === 0);
  if (!isMissing) return;
  throw new CliError(
    'INVALID_ARGUMENT',
    `The values file ${file} has no RoleConfig, so the roles of the chart's example would take the place of yours. ` +
      'Write the whole list RoleConfig into it, as in examples/guide/values.yaml',
  );
}

/** What is no YAML is left to helm, which tells the line. */
function readValues(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { merge: true });
  } catch {
    return 'unreadable';
  }
}
