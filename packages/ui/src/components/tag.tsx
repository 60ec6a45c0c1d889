import type { ReactNode } from 'react';
import classes from './tag.module.css';

export type TagTone = 'plain' | 'strong' | 'good' | 'waiting' | 'warning' | 'bad' | 'off';

/** A short word in a frame: a role, a leader, a disabled instance. */
export function Tag({ tone = 'plain', children }: { tone?: TagTone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
