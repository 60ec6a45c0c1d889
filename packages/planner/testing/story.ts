import {
  applyMergePatch,
  type Instance,
  type KubernetesObject,
  type Replicaset,
  type Topology,
} from '@cartridge-on-kubernetes/api';
import {
  type Action,
  describeAction,
  type EditTopology,
  type ReapplyConfig,
  renewSightings,
  type Sightings,
  type Snapshot,
} from '../src/index.ts';
import { guideRoles, type RoleValues } from './manifests.ts';
import { WorldModel } from './model/world-model.ts';
import { soundPlan } from './sound-plan.ts';

/** A story as its YAML tells it: what happened before, and what is observed otherwise than the model says. */
export interface Story {
  /** left out: the values of the guide */
  roles?: RoleValues[];
  /** fields of Cluster.spec */
  cluster?: Record<string, unknown>;
  steps?: Step[];
  /** merge patches of observed objects, by `Kind/name`; null removes the object from sight */
  observed?: Record<string, unknown>;
  /** answers of instances, by pod: a state, or null for none */
  answers?: Record<string, string | null>;
  /** merge patches of the topology; of its instances and replicasets by pod and by name */
  topology?: Record<string, unknown> & {
    instances?: Record<string, Partial<Instance>>;
    replicasets?: Record<string, Partial<Replicaset>>;
  };
  /** since when what is seen has lasted, where it is longer than a moment */
  sightings?: Partial<Sightings>;
  /** other parts of the snapshot */
  snapshot?: Partial<Snapshot>;
  showObjects?: boolean;
}

type Step =
  | 'run' /* until nothing is left to do */
  | 'start' /* pods come up */
  | 'pass' /* one pass of the operator */
  | { deletePod: string }
  | { loseVolume: string }
  | { stick: string }
  | { unstick: string }
  | { wait: number /* seconds */ }
  | { install: RoleValues[] };

export function tell(story: Story): Record<string, unknown> {
  const world = new WorldModel(story.roles ?? guideRoles, story.cluster);
  for (const step of story.steps ?? []) take(world, step);
  const decided = soundPlan(observe(world, story));
  const status = decided.statuses.find(update => update.kind === 'cluster')?.status;
  return withoutEmpty({
    actions: decided.actions.map(action => showAction(action, story.showObjects ?? false)),
    waits: decided.waits.map(({ reason, about, message, cure, severity, retryAfterSeconds }) => ({
      [reason]: `${about.kind}/${about.name}`,
      message,
      cure,
      again: `${severity}, in ${retryAfterSeconds} s`,
    })),
    refusals: decided.refusals.map(({ reason, about, message, cure, retryAfterSeconds }) => ({
      [reason]: `${about.kind}/${about.name}`,
      message,
      cure,
      ...(retryAfterSeconds === undefined ? {} : { again: `in ${retryAfterSeconds} s` }),
    })),
    events: decided.events.map(
      ({ type, reason, about }) => `${type} ${reason} about ${about.kind}/${about.name}`,
    ),
    state: status !== undefined && 'state' in status ? status.state : undefined,
    conditions:
      status !== undefined && 'conditions' in status
        ? Object.fromEntries(
            (status.conditions ?? []).map(({ type, status: is, reason, message }) => [
              type,
              `${is} ${reason}: ${message}`,
            ]),
          )
        : undefined,
  });
}

function take(world: WorldModel, step: Step): void {
  if (step === 'run') runUntilQuiet(world);
  else if (step === 'start') world.elapse();
  else if (step === 'pass') world.pass();
  else if ('deletePod' in step) world.deletePod(step.deletePod);
  else if ('loseVolume' in step) world.loseVolume(step.loseVolume);
  else if ('stick' in step) world.stuck.add(step.stick);
  else if ('unstick' in step) world.stuck.delete(step.unstick);
  else if ('wait' in step) world.elapse(step.wait);
  else world.install(step.install);
}

function runUntilQuiet(world: WorldModel): void {
  for (let pass = 0, quiet = 0; pass < 30 && quiet < 4; pass++) {
    world.elapse(10);
    quiet = world.pass().actions.length === 0 ? quiet + 1 : 0;
  }
}

function observe(world: WorldModel, story: Story): Snapshot {
  const seen = { ...alterSnapshot(world.snapshot(), story), ...story.snapshot };
  // A snapshot that was logged whole has its sightings with it.
  const sightings = story.snapshot?.sightings ?? renewSightings(null, seen);
  return { ...seen, sightings: { ...sightings, ...story.sightings } };
}

function alterSnapshot(seen: Snapshot, { observed = {}, answers = {}, topology }: Story): Snapshot {
  const list = <Item extends KubernetesObject>(items: readonly Item[]) =>
    items.flatMap(item => alter(item, observed));
  return {
    ...seen,
    cluster: list([seen.cluster])[0] ?? seen.cluster,
    roles: list(seen.roles),
    templates: list(seen.templates),
    service: seen.service === null ? null : (list([seen.service])[0] ?? null),
    statefulSets: list(seen.statefulSets),
    pods: list(seen.pods),
    claims: list(seen.claims),
    answers: seen.answers.flatMap(answer => answerAs(answer, answers)),
    topology:
      seen.topology.kind === 'answered' && topology !== undefined
        ? { ...seen.topology, topology: alterTopology(seen.topology.topology, topology) }
        : seen.topology,
  };
}

function alter<Item extends KubernetesObject>(item: Item, observed: Record<string, unknown>): Item[] {
  const patch = observed[`${item.kind}/${item.metadata.name}`];
  if (patch === undefined) return [item];
  return patch === null ? [] : [applyMergePatch(item, patch) as Item];
}

function answerAs(
  answer: Snapshot['answers'][number],
  answers: Record<string, string | null>,
): Snapshot['answers'] {
  const state = answers[answer.pod];
  if (state === undefined || answer.kind !== 'answered') return [answer];
  if (state === null) return [{ kind: 'unreachable', pod: answer.pod, message: 'connect ECONNREFUSED' }];
  const uuid = state === 'Unconfigured' ? null : answer.self.uuid;
  return [{ ...answer, self: { ...answer.self, state, uuid } }];
}

function alterTopology(
  topology: Topology,
  { instances = {}, replicasets = {}, ...rest }: NonNullable<Story['topology']>,
): Topology {
  const patched = applyMergePatch(topology, rest) as Topology;
  return {
    ...patched,
    instances: patched.instances.flatMap(instance => patchNamed(instance, instances[podOf(instance.uri)])),
    replicasets: patched.replicasets.flatMap(replicaset =>
      patchNamed(replicaset, replicasets[replicaset.alias]),
    ),
  };
}

function patchNamed<Item>(item: Item, patch: unknown): Item[] {
  if (patch === null) return [];
  return [patch === undefined ? item : { ...item, ...(patch as Partial<Item>) }];
}

function podOf(uri: string): string {
  return uri.split('.')[0] ?? '';
}

function showAction(action: Action, showObjects: boolean): Record<string, unknown> {
  const text = { do: describeAction(action) };
  switch (action.kind) {
    case 'create_object':
      return showObjects ? { ...text, object: action.object } : text;
    case 'patch_object':
      return { ...text, patch: action.patch };
    case 'delete_pod':
      return { ...text, uid: action.target.uid, resourceVersion: action.resourceVersion };
    case 'edit_topology':
      return {
        ...text,
        via: action.via,
        ...introductionsOf(action),
        edit: action.edit,
      };
    case 'reapply_config':
      return { ...text, via: action.via, ...introductionsOf(action) };
    case 'set_failover':
      return { ...text, via: action.via, params: action.params };
    default:
      return { ...text, via: action.via };
  }
}

function introductionsOf({ introductions = [] }: EditTopology | ReapplyConfig): Record<string, unknown> {
  return introductions.length === 0 ? {} : { introductions };
}

function withoutEmpty(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, field]) => field !== undefined && !(Array.isArray(field) && field.length === 0),
    ),
  );
}
