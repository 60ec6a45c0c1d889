import { isClusterRunning, startCluster, stopCluster } from './cluster.ts';
import { kubeconfig } from './folders.ts';

const usage = 'npm run kubernetes -- up | down | env';

async function up(): Promise<void> {
  if (isClusterRunning()) {
    console.log(`The cluster is running: export KUBECONFIG=${kubeconfig}`);
    return;
  }
  const seconds = await startCluster();
  console.log(`Kubernetes is up after ${seconds.toFixed(1)} s: export KUBECONFIG=${kubeconfig}`);
}

async function main(command: string | undefined): Promise<void> {
  switch (command) {
    case 'up':
      return up();
    case 'down':
      return stopCluster();
    case 'env':
      console.log(`export KUBECONFIG='${kubeconfig}'`);
      return;
    default:
      console.error(`Usage: ${usage}`);
      process.exitCode = 2;
  }
}

await main(process.argv[2]);
