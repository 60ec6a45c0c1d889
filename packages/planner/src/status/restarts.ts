import type { World } from '../facts/world.ts';
import { kubectl } from '../plan/kubectl.ts';
import type { InstanceView } from '../views/views.ts';
import { isHealthy } from './health.ts';

/** Which pods still run the previous template, and the one that may be restarted next: never all of them in one command. */
export function describeRestarts(world: World, outdated: readonly InstanceView[]): string {
  const names = outdated.map(({ name }) => name).join(', ');
  const [first, ...others] = outdated;
  if (first === undefined) return '';
  if (others.length === 0) {
    return `${names} still runs the previous template. Restart it${describeNext(world, first)}`;
  }
  const next = outdated.find(instance => !isLeader(world, instance)) ?? first;
  return `${names} still run the previous template. Restart them one at a time, replicas before the leader; next${describeNext(world, next)}`;
}

/** The command, after the members of the same replicaset that have to be healthy before. */
function describeNext(world: World, next: InstanceView): string {
  const command = kubectl(world.cluster, `delete pod ${next.name}`);
  const peers = world.replicasetsByName.get(next.replicasetName)?.instances ?? [];
  const away = peers.filter(
    peer => peer !== next && peer.standing === 'wanted' && peer.live !== null && !isHealthy(peer),
  );
  if (away.length === 0) return `: ${command}`;
  return `, once ${away.map(({ name }) => name).join(', ')} ${away.length === 1 ? 'is' : 'are'} healthy: ${command}`;
}

function isLeader({ replicasetsByName }: World, { replicasetName, uuid }: InstanceView): boolean {
  return replicasetsByName.get(replicasetName)?.live?.activeLeaderUUID === uuid;
}
