import type { Health } from '../model/health.ts';
import classes from './meter.module.css';

/** A bar of 0 to 100 percent; the text beside it says the same, so the bar itself is silent. */
export function Meter(props: { percent: number; behindPercent?: number; health?: Health }) {
  return (
    <svg
      className={classes.meter}
      data-health={props.health}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect className={classes.track} width="100" height="4" />
      {props.behindPercent !== undefined && (
        <rect className={classes.behind} width={props.behindPercent} height="4" />
      )}
      <rect className={classes.fill} width={props.percent} height="4" />
    </svg>
  );
}
