import {
  appPods,
  getObject,
  getObjects,
  type KubernetesObject,
  type TestCluster,
} from '@cartridge-on-kubernetes/test-kit';
import { namespace } from './topology.ts';

const kinds = [
  'clusters.tarantool.io',
  'roles.tarantool.io',
  'replicasettemplates.tarantool.io',
  'statefulsets',
  'services',
  'persistentvolumeclaims',
];

interface Identity {
  uid: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** What the earlier operator, helm or a person's tools read, by `kind/name`; and which runs of which pods. */
export interface Picture {
  objects: Record<string, Identity>;
  pods: Record<string, Identity & { startTime: string; restarts: number }>;
  /** what the earlier operator asks first */
  leader: string | undefined;
}

export async function takePicture(cluster: TestCluster): Promise<Picture> {
  const lists = await Promise.all(kinds.map(kind => getObjects(cluster, namespace, kind)));
  const objects = lists.flatMap((list, index) =>
    list
      .filter(isOfApplication)
      .map(object => [`${kinds[index]}/${object.metadata.name}`, identityOf(object)] as const),
  );
  const endpoints = await getObject(cluster, { namespace, kind: 'endpoints', name: 'test-app' });
  return {
    objects: Object.fromEntries(objects),
    pods: await picturePods(cluster),
    leader: endpoints.metadata.annotations?.['tarantool.io/leader'],
  };
}

export async function picturePods(cluster: TestCluster): Promise<Picture['pods']> {
  const pods = Object.entries(await appPods(cluster, namespace));
  return Object.fromEntries(
    pods.map(([name, pod]) => {
      const restarts: number = pod.status.containerStatuses[0].restartCount;
      return [name, { ...identityOf(pod), startTime: pod.status.startTime, restarts }];
    }),
  );
}

function isOfApplication({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.['meta.helm.sh/release-name'] !== 'tarantool-operator';
}

function identityOf({ metadata }: KubernetesObject): Identity {
  const { uid, labels = {}, annotations = {} } = metadata;
  return { uid, labels, annotations };
}
