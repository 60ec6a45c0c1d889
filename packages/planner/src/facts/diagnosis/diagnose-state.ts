import type { InstanceSelf } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { awayPeers } from '../peers.ts';
import { lastsSeconds } from '../sightings.ts';
import { type Diagnosis, problem, progress } from './diagnosis.ts';

/** What the state that an instance reports says about its start; null where it is RolesConfigured, or waits to join. */
export function diagnoseState(views: Views, instance: InstanceView, self: InstanceSelf): Diagnosis | null {
  const { state } = self;
  if (state === 'RolesConfigured' || state === 'Unconfigured') return null;
  if (state.endsWith('Error')) return diagnoseError(views, instance.name, self);
  const seconds = lastsSeconds(views.snapshot, views.snapshot.sightings.states[instance.name]?.since);
  const away = awayPeers(views, instance);
  const isStopped = away.some(name => !views.podsByName.has(name));
  const obstacle = findObstacleOfStart({
    name: instance.name,
    log: kubectl(views.snapshot.cluster, `logs ${instance.name}`),
    state,
    away,
    isStopped,
  });
  return seconds > obstacle.afterSeconds
    ? problem('InstanceHeldUp', obstacle.message, obstacle.cure)
    : progress('InstanceStarting', `${instance.name} is ${state}`, 'The operator waits for it');
}

function diagnoseError({ snapshot }: Views, name: string, { state, error }: InstanceSelf): Diagnosis {
  const text = error?.replace(/\s+/g, ' ').trim() ?? 'no error text';
  return problem(
    'InstanceFailed',
    `${name} is in state ${state}: ${text}`,
    `Read ${kubectl(snapshot.cluster, `logs ${name}`)}, ${CURES[state] ?? CURE_OF_OTHERS}`,
  );
}

const CURES: Readonly<Record<string, string>> = {
  OperationError:
    'correct the clusterwide config in the Web UI, which applies it at once, or upgrade to a corrected application and delete the pod. Meanwhile the operator applies the config again from time to time',
  InitError: "correct the container's environment or the config on its volume, then delete the pod",
};
const CURE_OF_OTHERS = 'correct the application or its config, then delete the pod';

interface Start {
  name: string;
  /** the command that shows its log */
  log: string;
  state: string;
  /** members of its replicaset that do not run */
  away: readonly string[];
  /** one of them has no pod */
  isStopped: boolean;
}

interface ObstacleOfStart {
  /** a start that takes no longer is normal */
  afterSeconds: number;
  message: string;
  cure: string;
}

/** What a start without progress most likely waits for. Source: cartridge/confapplier.lua. */
function findObstacleOfStart({ name, log, state, away, isStopped }: Start): ObstacleOfStart {
  const list = away.join(', ');
  switch (state) {
    case 'BootstrappingBox':
      return away.length > 0
        ? {
            afterSeconds: 60,
            message: `${name} is BootstrappingBox: it copies the data of its replicaset and waits for ${list}`,
            cure: `Bring ${list} up. ${name} then continues, or the operator restarts it within two minutes`,
          }
        : {
            afterSeconds: 600,
            message: `${name} has been BootstrappingBox for more than 10 minutes: it copies the data of its leader`,
            cure: `Check in ${log} whether it makes progress, as much data takes long. If it does not, delete the pod: it holds no data of its own yet and starts the copy again`,
          };
    case 'RecoveringSnapshot':
      return {
        afterSeconds: 600,
        message: `${name} has been RecoveringSnapshot for more than 10 minutes: it reads its own data`,
        cure: `Check in ${log} whether it makes progress, as much data takes long. Do not delete the pod: it would start from the beginning`,
      };
    case 'ConnectingFullmesh':
      return away.length > 0
        ? {
            afterSeconds: 60,
            message: `${name} is ConnectingFullmesh: it waits for ${list}, as a start needs every enabled member of the replicaset`,
            cure: isStopped
              ? `Bring ${list} up; where ReplicaCount was lowered, raise it again until all instances are healthy`
              : `Bring ${list} up`,
          }
        : {
            afterSeconds: 300,
            message: `${name} has been ConnectingFullmesh for more than 5 minutes: it catches up with the members of its replicaset, or does not reach them`,
            cure: `Check in ${log} what it reports about replication. The names of pods must resolve, and network policies must allow port 3301 between pods`,
          };
    case 'BoxConfigured':
    case 'ConfiguringRoles':
    case 'ReloadingRoles':
      return {
        afterSeconds: 120,
        message: `${name} has been ${state} for more than 2 minutes: a role of the application does not finish init or apply_config`,
        cure: `Read ${log}, correct the application and run helm upgrade, then delete the pod`,
      };
    default:
      return {
        afterSeconds: 120,
        message: `${name} has been ${state} for more than 2 minutes`,
        cure: `Read ${log}`,
      };
  }
}
