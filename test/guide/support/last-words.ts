import type { TestCluster } from '@cartridge-on-kubernetes/test-kit';

/** What pods, events and logs say when a test has failed: the cluster is gone when somebody reads of it. */
export async function lastWords(cluster: TestCluster): Promise<string> {
  const listed = await cluster.kubectl('get', 'pods', '--all-namespaces', '--no-headers');
  const pods = listed
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([namespace]) => namespace !== undefined && namespace !== '' && namespace !== 'kube-system');
  const logs = pods.flatMap(([namespace = '', name = '', , , restarts]) =>
    (restarts === '0' ? [[]] : [['--previous'], []]).map(async which => {
      const options = ['--namespace', namespace, '--all-containers', '--tail=80', ...which];
      return `-- ${namespace}/${name} ${which}\n${await ask(cluster, 'logs', name, ...options)}`;
    }),
  );
  const events = ask(cluster, 'get', 'events', '--all-namespaces', '--sort-by=.lastTimestamp');
  return [listed, (await events).split('\n').slice(-40).join('\n'), ...(await Promise.all(logs))].join('\n');
}

async function ask(cluster: TestCluster, ...args: string[]): Promise<string> {
  try {
    return await cluster.kubectl(...args);
  } catch (error) {
    return String(error);
  }
}
