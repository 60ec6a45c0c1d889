import { CartridgeError } from '../errors.ts';
import { type ClusterwideConfig, findServer, type ReplicasetEntry } from './clusterwide-config.ts';
import { priorityOrder } from './leaders.ts';
import { VSHARD_STORAGE } from './roles.ts';

const refuse = (message: string) => new CartridgeError('ValidateConfigError', message);

/** A storage replicaset that would go away: its first server in the stored priority must hold no bucket. */
export interface DrainCheck {
  readonly replicasetUuid: string;
  readonly serverUuid: string;
}

/** Throws the first broken rule; returns what must still be asked from other instances. */
export function validateVshard(next: ClusterwideConfig, previous: ClusterwideConfig | null): DrainCheck[] {
  for (const [uuid, replicaset] of Object.entries(next.topology.replicasets)) {
    validateReplicaset({ uuid, replicaset, next, previous });
  }
  const checks = previous ? validateRemovals(next, previous) : [];
  validateGroups(next, previous);
  return checks;
}

function validateReplicaset(request: {
  uuid: string;
  replicaset: ReplicasetEntry;
  next: ClusterwideConfig;
  previous: ClusterwideConfig | null;
}): void {
  const { uuid, replicaset } = request;
  if (replicaset.weight !== null && replicaset.weight < 0) {
    throw refuse(`replicasets[${uuid}].weight must be non-negative, got ${replicaset.weight}`);
  }
  const oldGroup = request.previous?.topology.replicasets[uuid]?.vshardGroup ?? null;
  if (oldGroup !== null && oldGroup !== replicaset.vshardGroup) {
    throw refuse(`replicasets[${uuid}].vshard_group can't be modified`);
  }
  if (!replicaset.roles.includes(VSHARD_STORAGE)) return;
  const group = replicaset.vshardGroup ?? 'default';
  if (request.next.vshardGroups[group] === undefined) {
    throw refuse(`replicasets[${uuid}].vshard_group "${group}" doesn't exist`);
  }
}

function validateGroups(next: ClusterwideConfig, previous: ClusterwideConfig | null): void {
  for (const [name, group] of Object.entries(next.vshardGroups)) {
    const old = previous?.vshardGroups[name];
    if (old && old.bucketCount !== group.bucketCount) {
      throw refuse(`vshard_groups["${name}"].bucket_count can't be changed`);
    }
    const storages = Object.values(next.topology.replicasets).filter(entry => isStorageOf(entry, name));
    if (storages.length > 0 && storages.every(entry => (entry.weight ?? 0) === 0)) {
      throw refuse(`At least one vshard-storage (${name}) must have weight > 0`);
    }
  }
}

/** Weight must be 0 in the config that is already stored: setting it and removing in one call is refused. */
function validateRemovals(next: ClusterwideConfig, previous: ClusterwideConfig): DrainCheck[] {
  const checks: DrainCheck[] = [];
  for (const [uuid, old] of Object.entries(previous.topology.replicasets)) {
    const group = old.vshardGroup ?? 'default';
    if (!isStorageOf(old, group) || !previous.vshardGroups[group]?.bootstrapped) continue;
    const entry = next.topology.replicasets[uuid];
    if (entry !== undefined && isStorageOf(entry, group)) continue;
    if ((old.weight ?? 0) > 0)
      throw refuse(`replicasets[${uuid}] is a vshard-storage which can't be removed`);
    const first = priorityOrder(previous.topology, uuid).find(
      key => findServer(previous.topology, key) !== undefined,
    );
    if (first !== undefined) checks.push({ replicasetUuid: uuid, serverUuid: first });
  }
  return checks;
}

function isStorageOf(entry: ReplicasetEntry, group: string): boolean {
  return entry.roles.includes(VSHARD_STORAGE) && (entry.vshardGroup ?? 'default') === group;
}

/** The refusal of a removal while buckets are left. */
export function undrained(replicasetUuid: string): CartridgeError {
  return refuse(`replicasets[${replicasetUuid}] rebalancing isn't finished yet`);
}
