import { counted } from '../model/counted.ts';
import type { IssueSubject, IssueView } from '../model/issue.ts';
import { instanceAnchor, replicasetAnchor } from './anchor.ts';
import classes from './issue-list.module.css';
import { Mark } from './mark.tsx';
import { Panel } from './panel.tsx';
import { Prose } from './prose.tsx';

/** What Cartridge itself complains about, in its own words. */
export function IssueList({ issues }: { issues: readonly IssueView[] }) {
  if (issues.length === 0) return null;
  return (
    <Panel id="issues" title={counted(issues.length, 'issue')}>
      <ul className={classes.list}>
        {issues.map(issue => (
          <li key={issue.key} className={classes.issue} data-health={issue.health}>
            <Mark health={issue.health} />
            <p className={classes.message}>
              <Prose text={issue.message} />
            </p>
            <p className={classes.origin}>
              <strong>{issue.levelWord}</strong> · {issue.topic}
              {issue.about !== null && (
                <>
                  {' · '}
                  <a href={`#${anchorOf(issue.about)}`}>{issue.about.name}</a>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function anchorOf(subject: IssueSubject): string {
  return subject.kind === 'instance' ? instanceAnchor(subject.uuid) : replicasetAnchor(subject.uuid);
}
