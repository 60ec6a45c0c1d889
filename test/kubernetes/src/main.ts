import { buildBinaries } from './binaries.ts';
import { makeCertificates } from './certificates.ts';
import { startControlPlane } from './control-plane.ts';
import { kubeconfig } from './folders.ts';
import { startNameService } from './name-service.ts';
import { startNode } from './node.ts';
import { installPackages } from './packages.ts';
import { closeSandbox, lastWords, openSandbox, runningHolder } from './sandbox.ts';
import { startVolumes } from './volumes.ts';

const usage = 'npm run kubernetes -- up | down | env';

async function up(): Promise<void> {
  if (runningHolder() !== undefined) {
    console.log(`The cluster is running: export KUBECONFIG=${kubeconfig}`);
    return;
  }
  await installPackages();
  await buildBinaries();
  // What a crash left: the namespaces are gone with their processes, the files are not.
  await closeSandbox();
  const started = Date.now();
  await openSandbox();
  try {
    await makeCertificates();
    await startControlPlane();
    await Promise.all([startNode(), startNameService(), startVolumes()]);
  } catch (error) {
    console.error(await lastWords());
    await closeSandbox();
    throw error;
  }
  console.log(
    `Kubernetes is up after ${((Date.now() - started) / 1000).toFixed(1)} s: export KUBECONFIG=${kubeconfig}`,
  );
}

async function main(command: string | undefined): Promise<void> {
  switch (command) {
    case 'up':
      return up();
    case 'down':
      return closeSandbox();
    case 'env':
      console.log(`export KUBECONFIG='${kubeconfig}'`);
      return;
    default:
      console.error(`Usage: ${usage}`);
      process.exitCode = 2;
  }
}

await main(process.argv[2]);
