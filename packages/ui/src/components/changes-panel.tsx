import { Panel } from './panel.tsx';

/** Where a user of Cartridge's own page would look for its buttons. */
export function ChangesPanel() {
  return (
    <Panel title="Changing things">
      <p>
        This page is read-only. Instances, roles, weights, failover and vshard follow the values given to{' '}
        <code>helm upgrade</code>. Weights and failover that the values leave out can be set at{' '}
        <code>admin/api</code> and are kept; files of the configuration go to <code>admin/config</code>.
      </p>
    </Panel>
  );
}
