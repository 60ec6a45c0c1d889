import { type AuditEntry, isOperator } from '../src/audit-log.ts';

/** Updates and patches by an operator that the API server answered with an object. */
export function answeredWrites(log: AuditEntry[]): AuditEntry[] {
  return log.filter(
    entry =>
      isOperator(entry) && ['update', 'patch'].includes(entry.verb) && resourceVersion(entry) !== undefined,
  );
}

/**
 * Those that left their object as it was. The versions of all objects count up together, and only a change gives a new
 * one: an answer whose version is not above one that was known when the request came is of a write that did nothing.
 */
export function writesWithoutChange(log: AuditEntry[]): AuditEntry[] {
  const byAnswer = log
    .filter(entry => resourceVersion(entry) !== undefined)
    .toSorted((left, right) => (left.stageTimestamp < right.stageTimestamp ? -1 : 1));
  const byArrival = answeredWrites(log).toSorted((left, right) =>
    left.requestReceivedTimestamp < right.requestReceivedTimestamp ? -1 : 1,
  );
  let known = 0;
  let next = 0;
  return byArrival.filter(entry => {
    for (; next < byAnswer.length; next += 1) {
      const earlier = byAnswer[next];
      if (earlier === undefined || earlier.stageTimestamp >= entry.requestReceivedTimestamp) break;
      known = Math.max(known, resourceVersion(earlier) ?? 0);
    }
    return (resourceVersion(entry) ?? 0) <= known;
  });
}

function resourceVersion({ responseObject }: AuditEntry): number | undefined {
  const version = responseObject?.metadata?.resourceVersion;
  return version === undefined ? undefined : Number(version);
}
