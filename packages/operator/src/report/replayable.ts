/** Names of environment variables whose values must not be logged. */
const SECRET_NAME = /cookie|password|secret|token|key/i;

/**
 * A copy of a JSON value in which no environment variable with a secret's name has its value, so that it can be logged and
 * replayed as a story. Secrets themselves are no part of a snapshot.
 */
export function replayable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replayable);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([field, inner]) => [field, replayable(inner)] as const);
  const copy: Record<string, unknown> = Object.fromEntries(fields);
  return isSecretVariable(copy) ? { ...copy, value: '(removed)' } : copy;
}

function isSecretVariable({ name, value }: Record<string, unknown>): boolean {
  return typeof value === 'string' && typeof name === 'string' && SECRET_NAME.test(name);
}
