import type { Problem } from '@cartridge-on-kubernetes/api';
import type { AllFindings } from '../plan/findings.ts';
import type { Notice } from '../plan/notice.ts';
import { formatReference } from '../plan/object-reference.ts';

/** More than a person reads, and within the size limit of an object. */
const MOST_PROBLEMS = 50;

/** Refusals, then waits that are problems; one for each reason, object and message, in a stable order. */
export function collectNotices({ refusals, waits }: AllFindings): Notice[] {
  const problems = waits.filter(wait => wait.severity === 'problem');
  return [...distinctByKey(refusals), ...distinctByKey(problems)].slice(0, MOST_PROBLEMS);
}

function distinctByKey(notices: readonly Notice[]): Notice[] {
  const distinct = new Map(notices.map(notice => [keyOf(notice), notice]));
  return [...distinct.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, notice]) => notice);
}

/** What happened and what to do. A message of Kubernetes may end with a dot already. */
export function tellNotice({ message, cure }: Notice): string {
  return `${message.replace(/\.$/, '')}. ${cure}`;
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
