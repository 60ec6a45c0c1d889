import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

/** A titled part of the page. */
export function Panel(props: { title: ReactNode; id?: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section
      id={props.id}
      className={classes.panel}
      aria-labelledby={titleId}
      tabIndex={props.id ? -1 : undefined}
    >
      <h2 id={titleId} className={classes.title}>
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}
