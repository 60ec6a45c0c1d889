import { counted } from '../model/counted.ts';
import type { InstanceView } from '../model/instance.ts';
import { instanceAnchor } from './anchor.ts';
import { Mark } from './mark.tsx';
import { Panel } from './panel.tsx';
import { Tag } from './tag.tsx';
import classes from './unjoined-list.module.css';

/** Peers that live but belong to no replicaset. */
export function UnjoinedList({ instances }: { instances: readonly InstanceView[] }) {
  if (instances.length === 0) return null;
  return (
    <Panel title={`${counted(instances.length, 'instance')} not joined`}>
      <ul className={classes.list}>
        {instances.map(instance => (
          <li key={instance.key} id={instanceAnchor(instance.key)} tabIndex={-1} className={classes.peer}>
            <Mark health={instance.health} />
            <h3 className={classes.name}>{instance.name}</h3>
            <Tag tone="waiting">{instance.status.message ?? 'Unconfigured'}</Tag>
            {instance.name !== instance.uri && <p className={classes.uri}>{instance.uri}</p>}
          </li>
        ))}
      </ul>
      <p className={classes.hint}>
        They answer the others but have no replicaset yet. The operator joins them; without it, use
        edit_topology or cartridge replicasets.
      </p>
    </Panel>
  );
}
