import {
  type Cluster,
  labels,
  type PersistentVolumeClaim,
  type Pod,
  type PodDisruptionBudget,
  type ReplicasetTemplate,
  type Role,
  type Service,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import {
  type Action,
  type ActionFailure,
  type ActionOnCartridge,
  type AskOrder,
  askOrder,
  type Deed,
  type EditTopology,
  type InstanceAnswer,
  isCartridgeAction,
  type Plan,
  type ReapplyConfig,
  renewSightings,
  repeatDeed,
  repeatFailure,
  type Sightings,
  type Snapshot,
  type TopologyAnswer,
} from '../../src/index.ts';
import {
  buildCluster,
  buildRole,
  buildTemplate,
  CLUSTER_NAME,
  NAMESPACE,
  type RoleValues,
} from '../manifests.ts';
import { soundPlan } from '../sound-plan.ts';
import { CartridgeModel } from './cartridge-model.ts';
import { KubernetesModel } from './kubernetes-model.ts';

/** Pods of this image find no node. */
export const TOO_LARGE = 'too-large';

export interface PassOptions {
  crashAfter?: number;
  meanwhile?: () => void;
}

/** Kubernetes, Cartridge and an operator that carries plans out, without time passing by itself. */
export class WorldModel {
  readonly kubernetes = new KubernetesModel();
  readonly cartridge = new CartridgeModel();
  readonly stuck = new Set<string>();
  readonly failures = new Map<string, ActionFailure>();
  readonly deeds = new Map<string, Deed>();
  private sightings: Sightings | null = null;
  now = Date.UTC(2026, 10, 22, 10, 0, 0);

  constructor(roles: readonly RoleValues[], clusterSpec: Record<string, unknown> = {}) {
    this.kubernetes.put(buildCluster(clusterSpec));
    this.install(roles);
  }

  /** As `helm upgrade`: the custom resources become those of the values. */
  install(roles: readonly RoleValues[]): void {
    for (const values of roles) {
      const present = this.kubernetes.read<Role>('Role', values.name);
      const role = buildRole(values);
      this.kubernetes.put(
        present === undefined
          ? role
          : ({ ...role, metadata: { ...present.metadata, ...mergedAnnotations(present, role) } } as Role),
      );
      this.kubernetes.put(buildTemplate(values));
    }
  }

  /** Some seconds pass: pods start, instances arrive. */
  elapse(seconds = 2): void {
    this.now += seconds * 1000;
    this.cartridge.settle();
    const { deleted } = this.kubernetes.reconcileStatefulSets(this.now);
    for (const pod of deleted) this.cartridge.stop(pod);
    for (const pod of this.kubernetes.list<Pod>('Pod')) this.runPod(pod);
  }

  deletePod(name: string): void {
    this.cartridge.stop(name);
    this.kubernetes.remove('Pod', name);
  }

  loseVolume(name: string): void {
    this.deletePod(name);
    this.kubernetes.remove('PersistentVolumeClaim', `www-${name}`);
    this.cartridge.wipe(name);
  }

  snapshot(): Snapshot {
    const { kubernetes } = this;
    const cluster = kubernetes.read<Cluster>('Cluster', CLUSTER_NAME) as Cluster;
    const surroundings = {
      now: this.now,
      cluster,
      roles: kubernetes.list<Role>('Role'),
      templates: kubernetes.list<ReplicasetTemplate>('ReplicasetTemplate'),
      service: kubernetes.read<Service>('Service', CLUSTER_NAME) ?? null,
      statefulSets: kubernetes.list<StatefulSet>('StatefulSet'),
      pods: kubernetes.list<Pod>('Pod'),
      claims: kubernetes.list<PersistentVolumeClaim>('PersistentVolumeClaim'),
      disruptionBudgets: kubernetes.list<PodDisruptionBudget>('PodDisruptionBudget'),
      expandableStorageClasses: null,
      secrets: [],
      podEvents: [],
      answers: this.answers(),
      failures: [...this.failures.values()],
      deeds: [...this.deeds.values()],
    };
    const seen = { ...surroundings, topology: this.askTopology(askOrder(surroundings)) };
    this.sightings = renewSightings(this.sightings, seen);
    return { ...seen, sightings: this.sightings };
  }

  private askTopology(order: AskOrder): TopologyAnswer {
    if (order.kind === 'none') return { kind: 'none', message: order.message };
    const [pod = ''] = order.pods;
    return { kind: 'answered', pod, topology: this.cartridge.topology(pod) };
  }

  /** One pass of the operator. After `crashAfter` actions it dies; what happens `meanwhile` it has not seen. */
  pass({ crashAfter = Number.POSITIVE_INFINITY, meanwhile = () => {} }: PassOptions = {}): Plan {
    const decided = soundPlan(this.snapshot());
    meanwhile();
    const failed = new Set<string>();
    for (const [index, action] of decided.actions.entries()) {
      if (index >= crashAfter) {
        this.forget();
        return decided;
      }
      if (action.after !== undefined && failed.has(action.after)) continue;
      try {
        this.carryOut(action);
        this.failures.delete(action.key);
        this.deeds.set(action.key, repeatDeed(this.deeds.get(action.key), action, this.now));
      } catch (error) {
        failed.add(action.key);
        const failure = { key: action.key, message: String(error), errorClass: null };
        this.failures.set(action.key, repeatFailure(this.failures.get(action.key), failure, this.now));
      }
    }
    for (const { target, status } of decided.statuses) {
      const object = this.kubernetes.read(target.kind, target.name);
      if (object !== undefined) this.kubernetes.put({ ...object, status } as Cluster);
    }
    return decided;
  }

  /** Its successor knows nothing but what the objects and instances say. */
  private forget(): void {
    this.failures.clear();
    this.deeds.clear();
    this.sightings = null;
  }

  private carryOut(action: Action): void {
    if (isCartridgeAction(action)) this.requireSame(action);
    switch (action.kind) {
      case 'create_object':
        this.kubernetes.create(action.object, this.now);
        break;
      case 'patch_object':
        this.kubernetes.patch(action.target, action.patch);
        break;
      case 'delete_pod':
        this.requireNeverReady(action.target.name);
        this.deletePod(action.target.name);
        break;
      case 'edit_topology':
        this.introduce(action);
        this.cartridge.editTopology(action.via, action.edit);
        break;
      case 'bootstrap_vshard':
        this.cartridge.bootstrap(action.via);
        break;
      case 'set_failover':
        this.cartridge.setFailover(action.via, action.params.mode);
        break;
      case 'reapply_config':
        this.introduce(action);
        this.cartridge.reapply(action.via, action.uuids);
        break;
      case 'restart_replication':
        this.cartridge.restartReplication(action.via, action.uuid);
        break;
      case 'probe_instance':
        break;
    }
  }

  private introduce({ introductions = [] }: EditTopology | ReapplyConfig): void {
    for (const { via, uri } of introductions) this.cartridge.introduce(via, uri);
  }

  private requireSame({ via, viaUid }: ActionOnCartridge): void {
    const pod = this.kubernetes.read<Pod>('Pod', via);
    if (pod?.metadata.uid !== viaUid) throw new Error(`${via} is another pod by now`);
  }

  private requireNeverReady(name: string): void {
    const pod = this.kubernetes.read<Pod>('Pod', name);
    const { phase } = pod?.status ?? {};
    if (phase !== 'Pending') throw new Error(`${name} is ${phase}, and was to be deleted`);
  }

  private answers(): InstanceAnswer[] {
    return [...this.cartridge.running.keys()].flatMap(pod => {
      const self = this.cartridge.self(pod);
      return self === null ? [] : [{ kind: 'answered' as const, pod, self }];
    });
  }

  private runPod(pod: Pod): void {
    const { name } = pod.metadata;
    const isTooLarge = pod.spec.containers.some(({ image }) => image === TOO_LARGE);
    if (this.stuck.has(name) || (isTooLarge && pod.status?.phase !== 'Running')) {
      this.cartridge.stop(name);
      this.kubernetes.put({ ...pod, status: unschedulable } as Pod);
      return;
    }
    if (!this.cartridge.running.has(name)) {
      const domain = pod.metadata.labels?.[labels.clusterDomainName] ?? 'cluster.local';
      this.cartridge.start(name, `${name}.${CLUSTER_NAME}.${NAMESPACE}.svc.${domain}:3301`);
    }
    this.kubernetes.put({ ...pod, status: running } as Pod);
  }
}

const unschedulable: Pod['status'] = {
  phase: 'Pending',
  conditions: [
    {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: '0/1 nodes are available: 1 Insufficient cpu.',
    },
  ],
};

const running: Pod['status'] = {
  phase: 'Running',
  podIP: '10.0.0.1',
  conditions: [
    { type: 'PodScheduled', status: 'True' },
    { type: 'Ready', status: 'True' },
  ],
};

function mergedAnnotations(present: Role, next: Role) {
  return { annotations: { ...present.metadata.annotations, ...next.metadata.annotations } };
}
