import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { startNetworkPolicies } from '../network-policy/start-network-policies.ts';
import { buildBinaries } from './binaries.ts';
import { makeCertificates } from './certificates.ts';
import { startControlPlane } from './control-plane.ts';
import { clusterName, clusters, isClusterName, stateFolder } from './folders.ts';
import { type Lifetime, runningHolder } from './holder.ts';
import { withFreeLock, withLock } from './lock.ts';
import { startNameService } from './name-service.ts';
import { startNode } from './node.ts';
import { installPackages } from './packages.ts';
import { findObstacles } from './preflight.ts';
import { closeSandbox, isComplete, lastWords, markComplete, openSandbox } from './sandbox.ts';
import { startVolumes } from './volumes.ts';

/** Names of the clusters of this user that are up, or are starting. What is left of others is removed. */
export async function runningClusters(): Promise<string[]> {
  const names = existsSync(clusters) ? (await readdir(clusters)).filter(isClusterName) : [];
  const running: string[] = [];
  for (const name of names) {
    // Whoever has the lock is starting it, or bringing it down.
    await withFreeLock(name, async () => {
      if (!isRunning(name)) await closeSandbox(name);
    });
    if (isRunning(name)) running.push(name);
  }
  return running;
}

function isRunning(name: string): boolean {
  return runningHolder(stateFolder(name)) !== undefined;
}

/** Brings the cluster up; gives the seconds it took once its programs were there, or undefined: it was up. */
export async function startCluster(lifetime: Lifetime): Promise<number | undefined> {
  const obstacles = await findObstacles();
  if (obstacles.length > 0)
    throw new Error(`This machine cannot hold a real cluster\n${obstacles.join('\n')}`);
  await installPackages();
  await buildBinaries();
  // Those of other names that have ended by themselves go too.
  await runningClusters();
  return withLock(clusterName, async () => {
    if (isComplete()) return undefined;
    // What a crash or an interrupted start left.
    await closeSandbox(clusterName);
    const started = performance.now();
    try {
      await openSandbox(lifetime);
      await makeCertificates();
      await startControlPlane();
      startNetworkPolicies();
      await Promise.all([startNode(), startNameService(), startVolumes()]);
      await markComplete();
    } catch (error) {
      console.error(await lastWords());
      await closeSandbox(clusterName);
      throw error;
    }
    return (performance.now() - started) / 1000;
  });
}

export async function stopCluster(): Promise<void> {
  await withLock(clusterName, () => closeSandbox(clusterName));
}
