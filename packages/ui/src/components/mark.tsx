import type { Health } from '../model/health.ts';
import classes from './mark.module.css';

/** A shape for each state, so that colour never speaks alone. The word always stands beside it. */
export function Mark({ health, large = false }: { health: Health; large?: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={classes.mark}
      data-health={health}
      data-large={large || undefined}
      aria-hidden="true"
      focusable="false"
    >
      {shapes[health]}
    </svg>
  );
}

const shapes: Readonly<Record<Health, React.ReactNode>> = {
  good: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  waiting: (
    <circle
      cx="8"
      cy="8"
      r="5.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeDasharray="3.4 2.4"
    />
  ),
  warning: <path d="M8 1.5 15 14H1z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />,
  bad: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
      <path className={classes.cross} d="m5 5 6 6m0-6-6 6" strokeWidth="2" strokeLinecap="round" />
    </>
  ),
  off: (
    <path
      d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM4.5 8h7"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    />
  ),
};
