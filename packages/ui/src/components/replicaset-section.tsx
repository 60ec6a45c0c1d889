import type { ReplicasetView } from '../model/replicaset.ts';
import { replicasetAnchor } from './anchor.ts';
import { InstanceRow } from './instance-row.tsx';
import { Mark } from './mark.tsx';
import { Prose } from './prose.tsx';
import classes from './replicaset-section.module.css';
import { Tag } from './tag.tsx';

export function ReplicasetSection({ replicaset }: { replicaset: ReplicasetView }) {
  const anchor = replicasetAnchor(replicaset.uuid);
  return (
    <section id={anchor} className={classes.replicaset} aria-labelledby={`${anchor}-name`}>
      <header className={classes.header}>
        <div className={classes.title}>
          <h3 id={`${anchor}-name`} className={classes.name}>
            {replicaset.name}
          </h3>
          <p className={classes.status} data-health={replicaset.health}>
            <Mark health={replicaset.health} />
            {replicaset.statusText}
          </p>
        </div>
        <p className={classes.roles}>
          <Roles replicaset={replicaset} />
        </p>
        <Placement replicaset={replicaset} />
        {replicaset.notes.map(note => (
          <p key={note} className={classes.note} data-grave={replicaset.withoutLeader || undefined}>
            <Prose text={note} />
          </p>
        ))}
      </header>
      <ul className={classes.instances}>
        {replicaset.instances.map(instance => (
          <InstanceRow key={instance.key} instance={instance} allRw={replicaset.allRw} />
        ))}
      </ul>
    </section>
  );
}

function Roles({ replicaset }: { replicaset: ReplicasetView }) {
  if (replicaset.roles.length === 0) return <span className={classes.quiet}>no roles</span>;
  return replicaset.roles.map(role => <Tag key={role}>{role}</Tag>);
}

function Placement({ replicaset }: { replicaset: ReplicasetView }) {
  const facts = [
    replicaset.weight !== null && `weight ${replicaset.weight}`,
    replicaset.vshardGroup !== null && `vshard group ${replicaset.vshardGroup}`,
    replicaset.allRw && 'every instance writable',
  ].filter(fact => fact !== false);
  return facts.length === 0 ? null : <p className={classes.placement}>{facts.join(' · ')}</p>;
}
