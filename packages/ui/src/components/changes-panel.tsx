import { Panel } from './panel.tsx';

/** Where a user of Cartridge's own page would look for its buttons. */
export function ChangesPanel() {
  return (
    <Panel title="Changing things">
      <p>
        This page only shows. Instances, roles, weights, failover and vshard follow the values given to{' '}
        <code>helm upgrade</code>; where no operator runs, the admin API at <code>admin/api</code> takes
        changes.
      </p>
    </Panel>
  );
}
