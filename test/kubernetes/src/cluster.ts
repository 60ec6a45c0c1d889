import { buildBinaries } from './binaries.ts';
import { makeCertificates } from './certificates.ts';
import { startControlPlane } from './control-plane.ts';
import { startNameService } from './name-service.ts';
import { startNode } from './node.ts';
import { installPackages } from './packages.ts';
import { closeSandbox, lastWords, openSandbox, runningHolder } from './sandbox.ts';
import { startVolumes } from './volumes.ts';

export function isClusterRunning(): boolean {
  return runningHolder() !== undefined;
}

/** Brings the cluster up; gives the seconds it took once its programs were there. */
export async function startCluster(): Promise<number> {
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
  return (Date.now() - started) / 1000;
}

export async function stopCluster(): Promise<void> {
  await closeSandbox();
}
