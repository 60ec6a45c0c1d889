import { labels, type RoleStatus } from '@cartridge-on-kubernetes/api';
import { isReady } from '../facts/members.ts';
import type { World } from '../facts/world.ts';
import type { RoleView } from '../views/views.ts';

export function buildRoleStatus({ replicasets }: World, { name, role }: RoleView): RoleStatus {
  const own = replicasets.filter(
    replicaset => replicaset.role.name === name && replicaset.statefulSet !== null,
  );
  const ready = own.filter(({ instances }) =>
    instances.every(instance => instance.standing !== 'wanted' || isReady(instance)),
  );
  const { generation, labels: roleLabels = {} } = role.metadata;
  const selector = [labels.clusterId, labels.role].flatMap(key =>
    roleLabels[key] === undefined ? [] : [`${key}=${roleLabels[key]}`],
  );
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    numReplicasets: own.length,
    readyReplicasets: ready.length,
    ...(selector.length === 0 ? {} : { selector: selector.join(',') }),
  };
}
