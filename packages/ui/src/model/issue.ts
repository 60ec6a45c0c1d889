import type { IssueAnswer } from '../data/answer.ts';
import type { Health } from './health.ts';

export interface IssueView {
  /** the same as long as the same issue stays */
  key: string;
  health: Health;
  levelWord: string;
  topic: string;
  message: string;
  about: IssueSubject | null;
}

export type IssueSubject =
  | { kind: 'instance'; uuid: string; name: string }
  | { kind: 'replicaset'; uuid: string; name: string };

/** Critical first; within a level in Cartridge's own order. */
export function readIssues(
  issues: readonly IssueAnswer[],
  names: { instances: ReadonlyMap<string, string>; replicasets: ReadonlyMap<string, string> },
): IssueView[] {
  const views = issues.map((issue, index) => ({
    key: `${issue.topic} ${issue.instance_uuid ?? issue.replicaset_uuid ?? ''} ${issue.message} ${index}`,
    ...readLevel(issue.level),
    topic: issue.topic.replaceAll('_', ' '),
    message: issue.message,
    about: readSubject(issue, names),
  }));
  return [...views.filter(view => view.health === 'bad'), ...views.filter(view => view.health !== 'bad')];
}

/** `error` is Cartridge's own word for a broken cookie check; roles may invent any level. */
function readLevel(level: string): { health: Health; levelWord: string } {
  switch (level) {
    case 'critical':
      return { health: 'bad', levelWord: 'Critical' };
    case 'error':
      return { health: 'bad', levelWord: 'Error' };
    case 'warning':
      return { health: 'warning', levelWord: 'Warning' };
    default:
      return { health: 'warning', levelWord: level };
  }
}

function readSubject(
  issue: IssueAnswer,
  names: { instances: ReadonlyMap<string, string>; replicasets: ReadonlyMap<string, string> },
): IssueSubject | null {
  if (issue.instance_uuid) {
    const uuid = issue.instance_uuid;
    return { kind: 'instance', uuid, name: names.instances.get(uuid) ?? uuid };
  }
  if (issue.replicaset_uuid) {
    const uuid = issue.replicaset_uuid;
    return { kind: 'replicaset', uuid, name: names.replicasets.get(uuid) ?? uuid };
  }
  return null;
}
