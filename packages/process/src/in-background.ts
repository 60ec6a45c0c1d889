/**
 * Starts work that nothing awaits. `onFailure` names what is done with the error of a failure: log it, count it, try
 * again. An error that `onFailure` itself throws counts as unhandled (see unhandled-errors.ts).
 */
export function inBackground(work: Promise<unknown>, onFailure: (error: Error) => void): void {
  work.catch(reason => onFailure(toError(reason)));
}

/** JavaScript can reject with any value; a handler that reads `message` or `stack` needs an Error. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason), { cause: reason });
}
