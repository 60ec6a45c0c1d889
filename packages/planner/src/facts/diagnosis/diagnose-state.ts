import type { InstanceSelf } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { awayPeers } from '../peers.ts';
import { lastsSeconds } from '../sightings.ts';
import { type Diagnosis, problem, progress } from './diagnosis.ts';

/** What the own word of an instance says about its start; null where it is at work, or waits to join. */
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
    : progress('InstanceStarting', `${instance.name} is ${state}`, 'It goes on by itself');
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
    'correct the clusterwide config in the Web UI, which applies it at once, or upgrade to a corrected application and delete the pod. It is applied again by itself meanwhile',
  InitError: "correct the container's environment or the config on its volume, then delete the pod",
};
const CURE_OF_OTHERS = 'correct the application or its config, then delete the pod';

interface Start {
  name: string;
  /** the command that shows its log */
  log: string;
  state: string;
  /** members of its replicaset that are not up */
  away: readonly string[];
  /** one of them has no pod */
  isStopped: boolean;
}

interface ObstacleOfStart {
  /** what takes no longer is the normal course of things */
  afterSeconds: number;
  message: string;
  cure: string;
}

/** What a start that does not get on most likely waits for. Source: cartridge/confapplier.lua. */
function findObstacleOfStart({ name, log, state, away, isStopped }: Start): ObstacleOfStart {
  const list = away.join(', ');
  switch (state) {
    case 'BootstrappingBox':
      return away.length > 0
        ? {
            afterSeconds: 60,
            message: `${name} is BootstrappingBox: it copies the data of its replicaset, and ${list} is away`,
            cure: `Bring ${list} up. It goes on then, or is begun anew within a minute or two`,
          }
        : {
            afterSeconds: 600,
            message: `${name} is BootstrappingBox for long: it copies the data of its leader`,
            cure: `See in ${log} whether it gets on, as much data takes long. If it does not, delete the pod: it has no data of its own yet and begins anew`,
          };
    case 'RecoveringSnapshot':
      return {
        afterSeconds: 600,
        message: `${name} is RecoveringSnapshot for long: it reads its own data`,
        cure: `See in ${log} whether it gets on, as much data takes long. A deleted pod would begin anew`,
      };
    case 'ConnectingFullmesh':
      return away.length > 0
        ? {
            afterSeconds: 60,
            message: `${name} is ConnectingFullmesh: it waits for ${list}, as for every enabled member of its replicaset`,
            cure: isStopped
              ? `Bring ${list} up; where ReplicaCount was lowered, raise it again until all are healthy`
              : `Bring ${list} up`,
          }
        : {
            afterSeconds: 300,
            message: `${name} is ConnectingFullmesh for long: it catches up with the members of its replicaset, or does not reach them`,
            cure: `See in ${log} what it says of replication. The names of pods must resolve, and network policies must let their port 3301 through`,
          };
    case 'BoxConfigured':
    case 'ConfiguringRoles':
    case 'ReloadingRoles':
      return {
        afterSeconds: 120,
        message: `${name} is ${state} for long: a role of the application does not finish init or apply_config`,
        cure: `Read ${log}, correct the application and upgrade, then delete the pod`,
      };
    default:
      return {
        afterSeconds: 120,
        message: `${name} is ${state} for long`,
        cure: `Read ${log}`,
      };
  }
}
