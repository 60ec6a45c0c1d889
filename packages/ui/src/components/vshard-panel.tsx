import { formatCount } from '../model/counted.ts';
import { formatPercent } from '../model/memory.ts';
import type { VshardGroupView, VshardShare } from '../model/vshard.ts';
import { replicasetAnchor } from './anchor.ts';
import { Meter } from './meter.tsx';
import { Panel } from './panel.tsx';
import classes from './vshard-panel.module.css';

/** Where the buckets are, by vshard group. */
export function VshardPanel({ groups }: { groups: readonly VshardGroupView[] }) {
  if (groups.length === 0) return null;
  return (
    <Panel title="Sharding">
      {groups.map(group => (
        <div key={group.name} className={classes.group}>
          {(groups.length > 1 || group.name !== 'default') && <h3 className={classes.name}>{group.name}</h3>}
          <p>{group.text}</p>
          {group.rebalancerMode !== null && <p>Rebalancer: {group.rebalancerMode}.</p>}
          {group.bootstrapped && (
            <ul className={classes.shares}>
              {group.shares.map(share => (
                <li key={share.replicasetUUID} className={classes.share}>
                  <a href={`#${replicasetAnchor(share.replicasetUUID)}`}>{share.name}</a>
                  <Meter percent={share.sharePercent} />
                  <span className={classes.count}>
                    {formatCount(share.buckets)} · {formatPercent(share.sharePercent)}
                  </span>
                  <Placement share={share} plain={hasEqualWeights(group)} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </Panel>
  );
}

/** Equal weights go without saying. */
function hasEqualWeights(group: VshardGroupView): boolean {
  return group.shares.every(share => share.weight === group.shares[0]?.weight);
}

function Placement({ share, plain }: { share: VshardShare; plain: boolean }) {
  const facts = [!plain && `weight ${share.weight}`, describeMove(share)].filter(Boolean);
  return facts.length === 0 ? null : <p className={classes.placement}>{facts.join(', ')}</p>;
}

/** A difference below one percent is what the rebalancer leaves alone. */
function describeMove(share: VshardShare): string {
  if (Math.abs(share.missing) <= Math.max(1, share.buckets * 0.01)) return '';
  const direction = share.missing > 0 ? 'to come' : 'to leave';
  return `about ${formatCount(Math.abs(share.missing))} ${direction}`;
}
