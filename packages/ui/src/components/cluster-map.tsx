import type { ReplicasetView } from '../model/replicaset.ts';
import { instanceAnchor } from './anchor.ts';
import classes from './cluster-map.module.css';
import { Mark } from './mark.tsx';

/** From how many instances on a page no longer shows them all at once. */
const largeFrom = 13;

/** The whole of a large cluster at a glance: a mark for each instance, by replicaset. */
export function ClusterMap({ replicasets }: { replicasets: readonly ReplicasetView[] }) {
  const count = replicasets.reduce((sum, { instances }) => sum + instances.length, 0);
  if (count < largeFrom) return null;
  return (
    <nav aria-label="Map of instances">
      <ul className={classes.map}>
        {replicasets.map(replicaset => (
          <li key={replicaset.uuid} className={classes.replicaset}>
            <span className={classes.name}>{replicaset.name}</span>
            <span className={classes.cells}>
              {replicaset.instances.map(instance => (
                <a
                  key={instance.key}
                  className={classes.cell}
                  href={`#${instanceAnchor(instance.key)}`}
                  title={`${instance.name}: ${instance.status.word}`}
                  aria-label={`${instance.name}: ${instance.status.word}`}
                >
                  <Mark health={instance.health} />
                </a>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}
