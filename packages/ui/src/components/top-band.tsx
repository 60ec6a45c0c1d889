import { UnstyledButton } from '@mantine/core';
import type { SelfView } from '../model/cluster.ts';
import { StandInNote } from './stand-in-note.tsx';
import classes from './top-band.module.css';

/** Names the application and the instance that answers. */
export function TopBand(props: {
  self: SelfView | null;
  user: string | null;
  live: boolean;
  onLogout: () => void;
}) {
  const { self, user } = props;
  return (
    <header className={classes.band}>
      <div className={classes.inner}>
        <h1 className={classes.app}>
          {self?.appName ?? 'Cartridge cluster'}
          {self?.appVersion && <span className={classes.version}> {self.appVersion}</span>}
        </h1>
        {self !== null && (
          <p className={classes.self}>
            as seen by <strong>{self.name}</strong>
            {describeVersions(self)}
          </p>
        )}
        <StandInNote />
        {props.live && <p className={classes.live}>following live</p>}
        {user !== null && (
          <p className={classes.user}>
            {user}{' '}
            <UnstyledButton className={classes.logout} onClick={props.onLogout}>
              Sign out
            </UnstyledButton>
          </p>
        )}
      </div>
    </header>
  );
}

function describeVersions(self: SelfView): string {
  const versions = [
    self.cartridgeVersion && `Cartridge ${self.cartridgeVersion}`,
    self.tarantoolVersion && `Tarantool ${self.tarantoolVersion}`,
  ].filter(Boolean);
  return versions.length === 0 ? '' : ` · ${versions.join(' · ')}`;
}
