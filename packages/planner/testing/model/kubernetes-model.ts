import type {
  KubernetesObject,
  ObjectReference,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
} from '@cartridge-on-kubernetes/api';
import { applyMergePatch, formatTime } from '@cartridge-on-kubernetes/api';
import { podOf, revisionOf } from './stateful-set-pods.ts';

/** A small Kubernetes: objects, and the StatefulSet controller. */
export class KubernetesModel {
  private readonly objects = new Map<string, KubernetesObject>();
  private nextUid = 1;
  writes = 0;

  list<Item extends KubernetesObject>(kind: Item['kind']): Item[] {
    return [...this.objects.values()].filter(object => object.kind === kind) as Item[];
  }

  read<Item extends KubernetesObject>(kind: string, name: string): Item | undefined {
    return this.objects.get(`${kind}/${name}`) as Item | undefined;
  }

  put(object: KubernetesObject): void {
    this.objects.set(`${object.kind}/${object.metadata.name}`, structuredClone(object));
  }

  remove(kind: string, name: string): void {
    this.objects.delete(`${kind}/${name}`);
  }

  create(object: KubernetesObject, now: number): void {
    const key = `${object.kind}/${object.metadata.name}`;
    if (this.objects.has(key)) throw new Error(`${key} already exists`);
    this.writes++;
    const metadata = {
      uid: `uid-${this.nextUid++}`,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: formatTime(now),
      ...object.metadata,
    };
    this.put({ ...object, metadata });
  }

  patch({ kind, name }: Pick<ObjectReference, 'kind' | 'name'>, patch: unknown): void {
    const object = this.objects.get(`${kind}/${name}`);
    if (object === undefined) throw new Error(`${kind}/${name} not found`);
    this.writes++;
    const next = applyMergePatch(object, patch) as KubernetesObject;
    const isSpecChanged =
      JSON.stringify((next as StatefulSet).spec) !== JSON.stringify((object as StatefulSet).spec);
    const generation = (object.metadata.generation ?? 1) + (isSpecChanged ? 1 : 0);
    this.put({ ...next, metadata: { ...next.metadata, generation } });
  }

  /** One round of the StatefulSet controller. Returns pods that came and went. */
  reconcileStatefulSets(now: number): { created: string[]; deleted: string[] } {
    const created: string[] = [];
    const deleted: string[] = [];
    for (const set of this.list<StatefulSet>('StatefulSet').map(present => this.observe(present))) {
      const wanted = Array.from(
        { length: set.spec.replicas ?? 1 },
        (_, ordinal) => `${set.metadata.name}-${ordinal}`,
      );
      for (const name of wanted) {
        if (this.read('Pod', name) !== undefined) continue;
        this.createClaims(set, name, now);
        this.create(podOf(set, name), now);
        created.push(name);
      }
      for (const pod of this.list<Pod>('Pod')) {
        const isOwned = pod.metadata.ownerReferences?.[0]?.name === set.metadata.name;
        if (!isOwned || wanted.includes(pod.metadata.name)) continue;
        this.remove('Pod', pod.metadata.name);
        deleted.push(pod.metadata.name);
      }
    }
    return { created, deleted };
  }

  private observe(set: StatefulSet): StatefulSet {
    const status = { observedGeneration: set.metadata.generation ?? 1, updateRevision: revisionOf(set) };
    const observed = { ...set, status: { ...set.status, ...status } };
    this.put(observed);
    return observed;
  }

  private createClaims(set: StatefulSet, pod: string, now: number): void {
    for (const { metadata, spec } of set.spec.volumeClaimTemplates ?? []) {
      const name = `${metadata?.name}-${pod}`;
      if (this.read('PersistentVolumeClaim', name) !== undefined) continue;
      const claim: PersistentVolumeClaim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name, namespace: set.metadata.namespace ?? '' },
        spec: { ...spec },
        status: { phase: 'Bound' },
      };
      this.create(claim, now);
    }
  }
}
