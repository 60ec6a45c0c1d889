import { parseArgs } from 'node:util';

const usage = 'npm run kubernetes -- up | down | env | list [--name NAME]';

// The modules below work on the cluster that the environment names.
const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: 'string' } } });
if (values.name !== undefined) process.env.REAL_CLUSTER_NAME = values.name;
await main(positionals);

async function main([command, ...rest]: string[]): Promise<void> {
  const { startCluster, stopCluster, runningClusters } = await import('./cluster.ts');
  const { clusterName, kubeconfig } = await import('./folders.ts');
  switch (rest.length === 0 ? command : undefined) {
    case 'up': {
      const seconds = await startCluster();
      const state = seconds === undefined ? 'was up' : `is up after ${seconds.toFixed(1)} s`;
      console.log(`Kubernetes ${clusterName} ${state}: export KUBECONFIG=${kubeconfig}`);
      return;
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
