import type { Answer } from './answer.ts';
import { buildAnswer, type ReplicasetPlan } from './build-answer.ts';

const routerRoles = ['vshard-router', 'app.roles.custom'];
const storageRoles = ['vshard-storage', 'app.roles.custom'];

/** The guide's first cluster: routers 1 x 1, storages 1 x 2. */
export function buildGuideCluster(): Answer {
  return buildAnswer([
    { name: 'routers-0', roles: routerRoles, instances: 1 },
    { name: 'storages-0', roles: storageRoles, instances: 2, weight: 1 },
  ]);
}

/** The guide's cluster after both of its upgrades, and as it is when the third replica was taken away. */
export function buildGrownCluster(states: ReplicasetPlan['states'] = {}): Answer {
  return buildAnswer([
    { name: 'routers-0', roles: routerRoles, instances: 1 },
    { name: 'routers-1', roles: routerRoles, instances: 1 },
    { name: 'storages-0', roles: storageRoles, instances: 3, weight: 1, states },
    { name: 'storages-1', roles: storageRoles, instances: 3, weight: 1, states },
  ]);
}

/** A hundred instances, a few of them in trouble. */
export function buildLargeCluster(): Answer {
  const storages = Array.from({ length: 30 }, (_, index) => ({
    name: `storages-${index}`,
    roles: storageRoles,
    instances: 3,
    weight: 1,
    ...(index === 7 && { states: { 2: 'dead' } as const }),
    ...(index === 21 && { states: { 0: 'suspect' } as const }),
    ...(index === 22 && { states: { 1: 'starting', 2: 'disabled' } as const }),
  }));
  const routers = Array.from({ length: 10 }, (_, index) => ({
    name: `routers-${index}`,
    roles: routerRoles,
    instances: 1,
  }));
  return buildAnswer([...routers, ...storages]);
}

/** What was left behind by a change that never finished. */
export function lockConfiguration(answer: Answer): Answer {
  const uuids = answer.servers.map(server => server.uuid);
  return {
    ...answer,
    cluster: {
      ...answer.cluster,
      issues: answer.servers.map(server => ({
        level: 'warning',
        topic: 'config_locked',
        message: `Configuration is prepared and locked on ${server.uri} (${server.alias})`,
        instance_uuid: server.uuid,
        replicaset_uuid: null,
      })),
      suggestions: {
        refine_uri: null,
        force_apply: uuids.map(uuid => ({
          uuid,
          config_mismatch: false,
          config_locked: true,
          operation_error: false,
        })),
        disable_servers: null,
        restart_replication: null,
      },
    },
  };
}
