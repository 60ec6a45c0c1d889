import { parseArgs } from 'node:util';

const usage = 'npm run kubernetes -- check | build [cluster] | up | hold | down | env | list [--name NAME]';

/** Status of `check` on a machine that cannot hold a real cluster; any other but 0 means that it was not found out. */
const cannotHold = 3;

// The modules below work on the cluster that the environment names.
const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string' } } });
if (values.name !== undefined) process.env.REAL_CLUSTER_NAME = values.name;
await main(positionals.join(' '));

async function main(command: string): Promise<void> {
  const { startCluster, stopCluster, runningClusters } = await import('./cluster.ts');
  const { buildBinaries } = await import('./binaries.ts');
  const { buildHelm3 } = await import('../helm3/build-helm3.ts');
  const { buildOldestKubernetes, buildOldestTypes } = await import('../oldest/oldest-kubernetes.ts');
  const { clusterName, kubeconfig } = await import('./folders.ts');
  const { findObstacles } = await import('./preflight.ts');
  const { untilToldToEnd } = await import('./until-told-to-end.ts');
  switch (command) {
    case 'check': {
      const obstacles = await findObstacles();
      for (const obstacle of obstacles) console.log(obstacle);
      if (obstacles.length === 0) console.log('This machine can hold a real cluster');
      else process.exitCode = cannotHold;
      return;
    }
    case 'build':
      await buildBinaries();
      await buildOldestKubernetes();
      await buildOldestTypes();
      await buildHelm3();
      return;
    case 'build cluster':
      return buildBinaries();
    case 'up':
    case 'hold': {
      const seconds = await startCluster(command === 'up' ? 'until down' : 'as this process');
      const state = seconds === undefined ? 'was up' : `is up after ${seconds.toFixed(1)} s`;
      console.log(`Kubernetes ${clusterName} ${state}: export KUBECONFIG=${kubeconfig}`);
      if (command === 'up' || seconds === undefined) return;
      await untilToldToEnd();
      return stopCluster();
    }
    case 'down':
      return stopCluster();
    case 'env':
      console.log(`export REAL_CLUSTER_NAME='${clusterName}' KUBECONFIG='${kubeconfig}'`);
      return;
    case 'list':
      for (const name of await runningClusters()) console.log(name);
      return;
    default:
      console.error(`Usage: ${usage}`);
      process.exitCode = 2;
  }
}
