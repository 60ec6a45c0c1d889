import type { TestCluster } from './cluster.ts';

/** A Kubernetes object as kubectl prints it, typed no further than the tests look. */
export interface KubernetesObject {
  metadata: {
    name: string;
    uid: string;
    creationTimestamp: string;
    generation?: number;
    resourceVersion?: string;
    deletionTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests read deep into objects of every kind
  spec: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  status?: any;
}

export async function getObjects(
  cluster: TestCluster,
  namespace: string,
  kind: string,
): Promise<KubernetesObject[]> {
  const text = await cluster.kubectl('get', kind, '--namespace', namespace, '--output', 'json');
  return JSON.parse(text).items;
}

export async function getObject(
  cluster: TestCluster,
  { namespace, kind, name }: { namespace: string; kind: string; name: string },
): Promise<KubernetesObject> {
  return JSON.parse(await cluster.kubectl('get', kind, name, '--namespace', namespace, '--output', 'json'));
}

/** Application pods by name: `{ 'routers-0-0': pod }`; terminating ones included. */
export async function appPods(
  cluster: TestCluster,
  namespace: string,
): Promise<Record<string, KubernetesObject>> {
  const pods = await getObjects(cluster, namespace, 'pods');
  const ofApp = pods.filter(pod => pod.metadata.labels?.['tarantool.io/cluster-id'] !== undefined);
  return Object.fromEntries(ofApp.map(pod => [pod.metadata.name, pod]));
}

export function isReady(pod: KubernetesObject): boolean {
  const conditions: Array<{ type: string; status: string }> = pod.status?.conditions ?? [];
  return conditions.some(condition => condition.type === 'Ready' && condition.status === 'True');
}

/** "True", "False", "Unknown", or undefined while the condition is not there, with its reason and message. */
export function condition(
  object: KubernetesObject,
  type: string,
): { status: string; reason: string; message: string } | undefined {
  const conditions: Array<{ type: string; status: string; reason: string; message: string }> =
    object.status?.conditions ?? [];
  return conditions.find(candidate => candidate.type === type);
}
