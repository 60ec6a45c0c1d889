import type {
  PersistentVolumeClaim,
  Pod,
  ReplicasetTemplate,
  Role,
  StatefulSet,
} from '@cartridge-on-kubernetes/api';
import { ApiModel } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import {
  buildCluster,
  buildRole,
  buildTemplate,
  type CartridgeModel,
  NAMESPACE,
  podOf,
  type RoleValues,
  revisionOf,
} from '@cartridge-on-kubernetes/planner/testing';
import type { Chance } from '../time/chance.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { Kubelet } from './kubelet.ts';

export interface KubernetesWorldParts {
  time: VirtualTime;
  chance: Chance;
  cartridge: CartridgeModel;
  /** the cluster's wall clock, milliseconds since 1970 */
  now(): number;
}

/** A small Kubernetes: its API, the StatefulSet controller and a kubelet that runs instances of the Cartridge model. */
export class KubernetesWorld {
  readonly api: ApiModel;
  readonly kubelet: Kubelet;
  readonly #parts: KubernetesWorldParts;
  #isSyncDue = false;

  constructor(parts: KubernetesWorldParts) {
    this.#parts = parts;
    this.api = new ApiModel(parts.now);
    this.kubelet = new Kubelet({ ...parts, api: this.api });
    this.api.onChange(({ collection, object, type }) => {
      if (collection === 'api/v1/pods') this.kubelet.noticePod(object.metadata.name ?? '', type);
      if (collection === 'apis/apps/v1/statefulsets' || collection === 'api/v1/pods') this.#syncSoon();
    });
  }

  /** As `helm upgrade`: the custom resources become those of the values. */
  install(roles: readonly RoleValues[]): void {
    if (this.api.list(resources.clusters).length === 0) this.api.put(resources.clusters, buildCluster());
    for (const values of roles) {
      this.#put(resources.roles, buildRole(values));
      this.#put(resources.templates, buildTemplate(values));
    }
  }

  pods(): Pod[] {
    return this.api.list(resources.pods).filter(({ metadata }) => metadata.ownerReferences !== undefined);
  }

  /** A person deletes the pod: the instance is told to stop, and is gone within seconds. */
  deletePod(name: string): void {
    this.kubelet.terminate(name);
  }

  /** The pod's node is gone, and its volume with it. */
  loseVolume(name: string): void {
    this.api.delete(resources.pods, NAMESPACE, name);
    this.api.delete(resources.claims, NAMESPACE, `www-${name}`);
    this.#parts.cartridge.wipe(name);
  }

  /** What the object had is kept but for what the values say. */
  #put(
    resource: typeof resources.roles | typeof resources.templates,
    wanted: Role | ReplicasetTemplate,
  ): void {
    const present = this.api.get<Role | ReplicasetTemplate>(resource, NAMESPACE, wanted.metadata.name);
    const annotations = { ...present?.metadata.annotations, ...wanted.metadata.annotations };
    const metadata = { ...(present ?? wanted).metadata, annotations };
    const next = { ...present, ...wanted, metadata };
    this.api.put(resource as typeof resources.roles, next as Role);
  }

  #syncSoon(): void {
    if (this.#isSyncDue) return;
    this.#isSyncDue = true;
    this.#parts.time.after(this.#parts.chance.between(20, 500), () => {
      this.#isSyncDue = false;
      for (const set of this.api.list(resources.statefulSets)) this.#sync(set);
    });
  }

  #sync(set: StatefulSet): void {
    const { name } = set.metadata;
    const status = { observedGeneration: set.metadata.generation ?? 1, updateRevision: revisionOf(set) };
    if (JSON.stringify(set.status) !== JSON.stringify(status))
      this.api.put(resources.statefulSets, { ...set, status } as StatefulSet);
    const wanted = Array.from({ length: set.spec.replicas ?? 1 }, (_, ordinal) => `${name}-${ordinal}`);
    for (const pod of wanted) {
      if (this.api.get(resources.pods, NAMESPACE, pod) !== undefined) continue;
      this.#createClaims(set, pod);
      this.api.put(resources.pods, podOf(set, pod));
    }
    for (const { metadata } of this.pods()) {
      const isOwned = metadata.ownerReferences?.[0]?.name === name;
      if (isOwned && !wanted.includes(metadata.name)) this.kubelet.terminate(metadata.name);
    }
  }

  #createClaims({ metadata, spec }: StatefulSet, pod: string): void {
    for (const template of spec.volumeClaimTemplates ?? []) {
      const name = `${template.metadata?.name}-${pod}`;
      if (this.api.get(resources.claims, NAMESPACE, name) !== undefined) continue;
      const claim: PersistentVolumeClaim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name,
          namespace: metadata.namespace ?? '',
          ...(spec.template.metadata?.labels === undefined ? {} : { labels: spec.template.metadata.labels }),
        },
        spec: { ...template.spec },
        status: { phase: 'Bound' },
      };
      this.api.put(resources.claims, claim);
    }
  }
}
