import type { AdminClient } from '@cartridge-on-kubernetes/cartridge';
import type {
  ActionOnCartridge,
  EditTopology,
  Introduction,
  ReapplyConfig,
} from '@cartridge-on-kubernetes/planner';

/** Members learn of a new leader one after the other, and the leader itself may be the last. */
class LeaderUnawareError extends Error {
  override readonly name = 'LeaderUnawareError';
}

const topologyDeadlineSeconds = 10;

type Ask = (asked: Pick<ActionOnCartridge, 'about' | 'via' | 'viaUid'>) => AdminClient;

/**
 * Pings each instance that is about to boot without data through its leader, so that the instance learns which leader
 * to follow.
 */
export async function introduce(
  { about, introductions = [] }: EditTopology | ReapplyConfig,
  ask: Ask,
  signal: AbortSignal,
): Promise<void> {
  for (const introduction of introductions) {
    const leader = ask({ ...introduction, about });
    if (introduction.leaderUUID !== null) await requireAware(leader, introduction, signal);
    await leader.probeInstance(introduction.uri, { signal });
  }
}

async function requireAware(
  leader: AdminClient,
  { via, replicasetUUID, leaderUUID }: Introduction,
  signal: AbortSignal,
): Promise<void> {
  const { replicasets } = await leader.observeTopology({ deadlineSeconds: topologyDeadlineSeconds, signal });
  const follows = replicasets.find(({ uuid }) => uuid === replicasetUUID)?.activeLeaderUUID;
  if (follows !== leaderUUID)
    throw new LeaderUnawareError(`${via} does not know yet that it leads, so no instance can boot from it`);
}
