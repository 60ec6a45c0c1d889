import { labels, type Pod } from '@cartridge-on-kubernetes/api';
import type { ApiModel, Change } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import { type CartridgeModel, CLUSTER_NAME, NAMESPACE } from '@cartridge-on-kubernetes/planner/testing';
import type { Chance } from '../time/chance.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

/** Pods of this image find no node. */
export const TOO_LARGE = 'too-large';

interface KubeletParts {
  time: VirtualTime;
  chance: Chance;
  cartridge: CartridgeModel;
  api: ApiModel;
  now(): number;
}

/** Schedules pods, gives them addresses and runs an instance in each; instances take their time to start. */
export class Kubelet {
  readonly #parts: KubeletParts;
  /** pods that find no node for now, by name */
  readonly #stuck = new Set<string>();
  readonly #podsByIp = new Map<string, string>();
  #addresses = 0;
  #isSettling = false;

  constructor(parts: KubeletParts) {
    this.#parts = parts;
  }

  podAt(ip: string): string | null {
    return this.#podsByIp.get(ip) ?? null;
  }

  stick(name: string): void {
    this.#stuck.add(name);
  }

  unstick(name: string): void {
    this.#stuck.delete(name);
    this.#startSoon(name);
  }

  unstickAll(): void {
    for (const name of [...this.#stuck]) this.unstick(name);
  }

  isStuck(name: string): boolean {
    return this.#stuck.has(name);
  }

  /** Of the pod as it is now in the API. */
  noticePod(name: string, type: Change['type']): void {
    if (type === 'ADDED') this.#startSoon(name);
    if (type !== 'DELETED') return;
    this.#parts.cartridge.stop(name);
    for (const [ip, pod] of this.#podsByIp) if (pod === name) this.#podsByIp.delete(ip);
  }

  /** SIGTERM: the instance ends, then the pod goes. */
  terminate(name: string): void {
    const { time, chance, api, now, cartridge } = this.#parts;
    const pod = this.#pod(name);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return;
    if (pod.status?.phase !== 'Running') {
      api.delete(resources.pods, NAMESPACE, name);
      return;
    }
    const deletionTimestamp = new Date(now() + 30_000).toISOString();
    api.put(resources.pods, { ...pod, metadata: { ...pod.metadata, deletionTimestamp } });
    time.after(chance.between(50, 3000), () => {
      if (this.#pod(name)?.metadata.uid !== pod.metadata.uid) return;
      cartridge.stop(name);
      time.after(chance.between(10, 1000), () => {
        if (this.#pod(name)?.metadata.uid === pod.metadata.uid) api.delete(resources.pods, NAMESPACE, name);
      });
    });
  }

  /** The container ends and is started again in the same pod. */
  restartContainer(name: string): void {
    const { time, chance, cartridge } = this.#parts;
    const pod = this.#pod(name);
    if (!cartridge.running.has(name) || pod === undefined) return;
    cartridge.stop(name);
    this.#report(pod, runningStatus(pod.status?.podIP ?? '', false));
    time.after(chance.between(200, 3000), () => {
      const now = this.#pod(name);
      if (now !== undefined && now.metadata.uid === pod.metadata.uid) this.#run(now, now.status?.podIP ?? '');
    });
  }

  #startSoon(name: string): void {
    const { time, chance } = this.#parts;
    time.after(chance.between(300, 2500), () => this.#start(name));
  }

  #start(name: string): void {
    const pod = this.#pod(name);
    if (pod?.metadata.ownerReferences === undefined || pod.status?.phase === 'Running') return;
    const isTooLarge = pod.spec.containers.some(({ image }) => image === TOO_LARGE);
    if (isTooLarge || this.#stuck.has(name)) {
      this.#report(pod, unschedulable);
      return;
    }
    this.#addresses += 1;
    const ip = `10.0.${this.#addresses >> 8}.${this.#addresses & 255}`;
    this.#podsByIp.set(ip, name);
    this.#run(pod, ip);
  }

  #run(pod: Pod, ip: string): void {
    const { time, chance, cartridge } = this.#parts;
    const { name } = pod.metadata;
    if (cartridge.running.has(name) || pod.metadata.deletionTimestamp !== undefined) return;
    const domain = pod.metadata.labels?.[labels.clusterDomainName] ?? 'cluster.local';
    cartridge.start(name, `${name}.${CLUSTER_NAME}.${NAMESPACE}.svc.${domain}:3301`);
    this.#report(pod, runningStatus(ip, false));
    this.settleSoon();
    time.after(chance.between(50, 1000), () => {
      const now = this.#pod(name);
      if (now !== undefined && now.metadata.uid === pod.metadata.uid && cartridge.running.has(name))
        this.#report(now, runningStatus(ip, true));
    });
  }

  /** Instances that are on their way arrive, step by step. */
  settleSoon(): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    const { time, chance, cartridge } = this.#parts;
    time.after(chance.between(200, 2000), () => {
      this.#isSettling = false;
      cartridge.settle();
      const states = [...cartridge.running.values()].map(({ state }) => state);
      if (states.some(state => state !== 'Unconfigured' && state !== 'RolesConfigured')) this.settleSoon();
    });
  }

  #pod(name: string): Pod | undefined {
    return this.#parts.api.get(resources.pods, NAMESPACE, name);
  }

  #report(pod: Pod, status: Pod['status']): void {
    if (JSON.stringify(pod.status) === JSON.stringify(status)) return;
    this.#parts.api.put(resources.pods, { ...pod, status } as Pod);
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

function runningStatus(podIP: string, isReady: boolean): Pod['status'] {
  return {
    phase: 'Running',
    podIP,
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: isReady ? 'True' : 'False' },
    ],
  };
}
