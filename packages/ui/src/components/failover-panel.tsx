import type { FailoverView } from '../model/failover.ts';
import { FactList } from './fact-list.tsx';
import { Panel } from './panel.tsx';

export function FailoverPanel({ failover }: { failover: FailoverView | null }) {
  if (failover === null) return null;
  return (
    <Panel title={`Failover: ${failover.mode}`}>
      <p>{failover.text}</p>
      <FactList facts={failover.facts} />
    </Panel>
  );
}
