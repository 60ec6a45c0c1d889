import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startNetworkPolicies } from '../network-policy/start-network-policies.ts';
import { buildBinaries } from './binaries.ts';
import { makeCertificates } from './certificates.ts';
import { startControlPlane } from './control-plane.ts';
import { clusterName, clusters } from './folders.ts';
import { runningHolder } from './holder.ts';
import { withLock } from './lock.ts';
import { startNameService } from './name-service.ts';
import { startNode } from './node.ts';
import { installPackages } from './packages.ts';
import { findObstacles } from './preflight.ts';
import { closeSandbox, isComplete, lastWords, markComplete, openSandbox } from './sandbox.ts';
import { startVolumes } from './volumes.ts';

/** Names of the clusters of this user that are up, or are starting. */
export async function runningClusters(): Promise<string[]> {
  const names = existsSync(clusters) ? await readdir(clusters) : [];
  return names.filter(name => runningHolder(join(clusters, name)) !== undefined);
}

/** Brings the cluster up; gives the seconds it took once its programs were there, or undefined: it was up. */
export async function startCluster(): Promise<number | undefined> {
  const obstacles = await findObstacles();
  if (obstacles.length > 0)
    throw new Error(`This machine cannot hold a real cluster\n${obstacles.join('\n')}`);
  await installPackages();
  await buildBinaries();
  return withLock(clusterName, async () => {
    if (isComplete()) return undefined;
    // What a crash or an interrupted start left.
    await closeSandbox();
    const started = Date.now();
    try {
      await openSandbox();
      await makeCertificates();
      await startControlPlane();
      startNetworkPolicies();
      await Promise.all([startNode(), startNameService(), startVolumes()]);
      await markComplete();
    } catch (error) {
      console.error(await lastWords());
      await closeSandbox();
      throw error;
    }
    return (Date.now() - started) / 1000;
  });
}

export async function stopCluster(): Promise<void> {
  await withLock(clusterName, closeSandbox);
}
