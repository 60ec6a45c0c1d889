import type { Headline } from '../model/headline.ts';
import classes from './headline.module.css';
import { Mark } from './mark.tsx';
import { Prose } from './prose.tsx';

/** The first thing read: how the cluster is, in words. */
export function HeadlineBlock({ headline, stale }: { headline: Headline; stale: boolean }) {
  return (
    <div className={classes.headline} data-health={headline.health}>
      <Mark health={stale ? 'off' : headline.health} large />
      <div>
        <h2 className={classes.title}>
          {stale && <span className={classes.stale}>Last seen: </span>}
          <Prose text={headline.title} />
        </h2>
        {headline.points.length > 0 && (
          <ul className={classes.points}>
            {headline.points.map(point => (
              <li key={point}>
                <Prose text={point} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
