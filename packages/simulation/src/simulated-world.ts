import type { ApiRequest } from '@cartridge-on-kubernetes/kube/testing';
import { CartridgeModel, type RoleValues } from '@cartridge-on-kubernetes/planner/testing';
import { answerAdmin } from './cartridge/admin-api.ts';
import type { Layout } from './histories/history.ts';
import { TOO_LARGE } from './kubernetes/kubelet.ts';
import { KubernetesWorld } from './kubernetes/kubernetes-world.ts';
import { CartridgeRoute } from './network/cartridge-route.ts';
import { KubernetesRoute } from './network/kubernetes-route.ts';
import { route } from './network/network.ts';
import { Weather } from './network/weather.ts';
import { Operators } from './operators.ts';
import { Chance } from './time/chance.ts';
import { VirtualTime } from './time/virtual-time.ts';
import type { Told } from './told-logger.ts';

/** Rarer than kube-apiserver's minute, and often enough for a cache that takes three minutes of silence for death. */
const bookmarkMilliseconds = 150_000;

const startedAt = Date.UTC(2026, 10, 22, 10, 0, 0);

export interface Observers {
  /** each request to Kubernetes, before it is carried out */
  onApiRequest(request: ApiRequest): void;
  /** each request to an instance, once it was carried out */
  onAdminRequest(pod: string, body: string): void;
  onLog(told: Told): void;
}

/** Kubernetes, Cartridge, the network between, and operators: everything that a history happens to. */
export class SimulatedWorld {
  readonly time = new VirtualTime();
  readonly weather = new Weather();
  readonly cartridge = new CartridgeModel();
  readonly kubernetes: KubernetesWorld;
  readonly operators: Operators;
  readonly network: KubernetesRoute;

  constructor(seed: number, { onApiRequest, onAdminRequest, onLog }: Observers) {
    const { time, weather, cartridge } = this;
    const chance = new Chance(seed ^ 0x5bd1e995);
    const now = (): number => startedAt + time.now;
    this.kubernetes = new KubernetesWorld({ time, chance, cartridge, now });
    const { api, kubelet } = this.kubernetes;
    this.network = new KubernetesRoute({ time, chance, weather, api, now, onRequest: onApiRequest });
    const instances = new CartridgeRoute({
      time,
      chance,
      weather,
      podAt: ip => kubelet.podAt(ip),
      isListening: pod => cartridge.running.has(pod),
      answer: (pod, body) => {
        const answer = answerAdmin(cartridge, pod, body);
        kubelet.settleSoon();
        onAdminRequest(pod, body);
        return answer;
      },
    });
    const routes = [this.network, instances];
    this.operators = new Operators({
      time,
      chance,
      api,
      startedAt,
      send: (request, deliver) => route(routes, request, deliver),
      onLog,
    });
  }

  install(layout: Layout): void {
    this.kubernetes.install(rolesOf(layout));
  }

  sendBookmarks(): void {
    const { api } = this.kubernetes;
    api.sendToWatches('BOOKMARK', { metadata: { resourceVersion: String(api.objects.version) } });
    this.time.after(bookmarkMilliseconds, () => this.sendBookmarks());
  }
}

function rolesOf({ routers, routerReplicas, storages, storageReplicas, tooLarge }: Layout): RoleValues[] {
  const roles: RoleValues[] = [
    {
      name: 'routers',
      replicasets: routers,
      replicas: routerReplicas,
      roles: ['vshard-router', 'app.roles.custom'],
    },
    { name: 'storages', replicasets: storages, replicas: storageReplicas, roles: ['vshard-storage'] },
  ];
  return roles.map(role => (role.name === tooLarge ? { ...role, image: TOO_LARGE } : role));
}
