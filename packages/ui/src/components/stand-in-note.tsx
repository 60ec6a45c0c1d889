import classes from './top-band.module.css';

/** The dev instance marks the page it serves, so that users do not take it for a production cluster. */
const isStandIn =
  document.querySelector('meta[name="served-by"]')?.getAttribute('content') === 'dev-instance';

export function StandInNote() {
  return isStandIn ? <p className={classes.standIn}>Development stand-in, not Tarantool</p> : null;
}
