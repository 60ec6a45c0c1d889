import {
  appPods,
  askAdminApi,
  assertHealthy,
  isReady,
  type LocalTestCluster,
  pollUntil,
  topologySeenBy,
} from '@cartridge-on-kubernetes/test-kit';

const namespace = 'tarantool';
const section = 'kept.yml';

/** What must be the same after anything: pods by name and uid, instance UUIDs, a section of the clusterwide config. */
export interface Identity {
  pods: Record<string, string>;
  instances: Record<string, string>;
  section: string;
}

const writeSection = `mutation($sections: [ConfigSectionInput]) {
  cluster { config(sections: $sections) { content } }
}`;
const readSection = `{ cluster { config(sections: ["${section}"]) { content } } }`;

interface SectionAnswer {
  cluster: { config: { content: string }[] };
}

/** Writes through the Web UI's address, as a person does. */
export async function writeConfig(cluster: LocalTestCluster, content: string): Promise<void> {
  await askAdminApi(await webUrl(cluster), writeSection, { sections: [{ filename: section, content }] });
}

/** Rejects while not every instance is healthy. */
export async function readIdentity(cluster: LocalTestCluster): Promise<Identity> {
  const pods = Object.values(await appPods(cluster, namespace));
  const unready = pods.filter(pod => !isReady(pod)).map(pod => pod.metadata.name);
  if (unready.length > 0) throw new Error(`Not Ready: ${unready.join(', ')}`);
  const topology = await topologySeenBy(cluster, namespace, 'routers-0-0');
  assertHealthy(topology);
  const { cluster: answer } = await askAdminApi<SectionAnswer>(await webUrl(cluster), readSection);
  return {
    pods: Object.fromEntries(pods.map(pod => [pod.metadata.name, pod.metadata.uid])),
    instances: Object.fromEntries(topology.servers.map(server => [server.alias, server.uuid])),
    section: answer.config.map(({ content }) => content).join(),
  };
}

/** Gives it once it is as it was. */
export async function untilSame(cluster: LocalTestCluster, before: Identity): Promise<void> {
  await pollUntil({ until: 'the same cluster is healthy again', deadlineSeconds: 60 }, async () => {
    const now = await readIdentity(cluster);
    if (JSON.stringify(now) !== JSON.stringify(before))
      throw new Error(`It was ${JSON.stringify(before)}, it is ${JSON.stringify(now)}`);
  });
}

async function webUrl(cluster: LocalTestCluster): Promise<string> {
  const { url } = await cluster.status();
  if (url === undefined) throw new Error('The local cluster has no Web UI yet');
  return url;
}
