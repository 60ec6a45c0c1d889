import type { InstanceView } from '../model/instance.ts';
import { FactList } from './fact-list.tsx';
import classes from './instance-details.module.css';

/** What an operator looks up once there is a question. */
export function InstanceDetails({ instance }: { instance: InstanceView }) {
  const { memory, versions, labels, replication } = instance;
  return (
    <div className={classes.details}>
      {instance.status.meaning !== null && <p className={classes.meaning}>{instance.status.meaning}</p>}
      <FactList
        facts={[
          { name: 'Address', value: <code>{instance.uri}</code> },
          { name: 'UUID', value: instance.uuid && <code>{instance.uuid}</code> },
          { name: 'Priority', value: instance.priority },
          { name: 'Zone', value: instance.zone },
          { name: 'HTTP port', value: instance.httpPort },
          { name: 'Tarantool', value: versions.tarantool },
          { name: 'Cartridge', value: versions.cartridge },
          { name: 'Application', value: versions.app },
          { name: 'Read-only', value: describeReadOnly(instance) },
          {
            name: 'Memory used',
            value: memory?.ratios.map(ratio => `${ratio.text} of ${ratio.name}`).join(', '),
          },
          { name: 'Clock', value: describeClock(instance.clockDeltaSeconds) },
          { name: 'Labels', value: labels.map(label => `${label.name}=${label.value}`).join(', ') },
        ]}
      />
      {replication.length > 0 && (
        <FactList facts={[{ name: 'Replication', value: replication.map(peer => peer.text).join('; ') }]} />
      )}
    </div>
  );
}

function describeReadOnly(instance: InstanceView): string | null {
  if (instance.readOnly === null) return null;
  const reason = instance.readOnlyReason ? ` (${instance.readOnlyReason})` : '';
  return instance.readOnly ? `yes${reason}` : 'no';
}

/** Below a tenth of a second it is the time the question took. */
function describeClock(deltaSeconds: number | null): string | null {
  if (deltaSeconds === null || Math.abs(deltaSeconds) < 0.1) return null;
  const direction = deltaSeconds > 0 ? 'ahead' : 'behind';
  return `${Math.abs(deltaSeconds).toFixed(1)}\u00a0s ${direction}`;
}
