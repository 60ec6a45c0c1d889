/** Name and message of an error with its causes, on one line. */
export function describeError(error: unknown): string {
  return chainOf(error)
    .map((part, depth) => `${depth === 0 ? '' : 'cause: '}${titleOf(part)}`)
    .join('; ');
}

/** Stacks of an error and its causes, for an unexpected error. */
export function traceError(error: unknown): string {
  return chainOf(error)
    .map(part => (part instanceof Error ? (part.stack ?? titleOf(part)) : titleOf(part)))
    .join('\nCaused by: ');
}

/** Limit for long chains and for chains that contain themselves. */
const MOST_CAUSES = 5;

function chainOf(error: unknown): unknown[] {
  const chain = [error];
  let next = error instanceof Error ? error.cause : undefined;
  while (next !== undefined && chain.length <= MOST_CAUSES) {
    chain.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return chain;
}

function titleOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
