import type { Problem } from '@cartridge/api';
import type { AllFindings } from '../findings.ts';
import type { Notice } from '../notice.ts';
import { formatReference } from '../object-reference.ts';

/** More than a person reads, and less than an object may hold. */
const MOST_PROBLEMS = 50;

/** Refusals, and waits that do not pass by themselves; one a reason and object, in a stable order. */
export function collectNotices({ refusals, waits }: AllFindings): Notice[] {
  const notices = [...refusals, ...waits.filter(wait => wait.severity === 'problem')];
  const distinct = new Map(notices.map(notice => [keyOf(notice), notice]));
  return [...distinct.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .slice(0, MOST_PROBLEMS)
    .map(([, notice]) => notice);
}

export function toProblem({ reason, about, message, cure }: Notice): Problem {
  return { reason, object: formatReference(about), message, cure };
}

export function isKnownProblem(problems: readonly Problem[], { reason, about }: Notice): boolean {
  return problems.some(problem => problem.reason === reason && problem.object === formatReference(about));
}

function keyOf({ reason, about, message }: Notice): string {
  return `${formatReference(about)} ${reason} ${message}`;
}
