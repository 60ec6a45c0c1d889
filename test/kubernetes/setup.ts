import { copyFile } from 'node:fs/promises';
import { startCluster, stopCluster } from './src/cluster.ts';
import { auditLog } from './src/control-plane.ts';
import { clusterName, keptAuditLog } from './src/folders.ts';
import { prepareImages } from './src/test-images.ts';

/** Brings the real cluster up around all test files. One that was started by hand is used and left running. */
export async function setup(): Promise<() => Promise<void>> {
  const seconds = await startCluster();
  const wasRunning = seconds === undefined;
  if (!wasRunning) console.log(`Kubernetes ${clusterName} is up after ${seconds.toFixed(1)} s`);
  try {
    const started = Date.now();
    await prepareImages();
    console.log(`Images are built after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (!wasRunning) await stopCluster();
    throw error;
  }
  return async () => {
    await copyFile(auditLog, keptAuditLog);
    if (!wasRunning) await stopCluster();
  };
}
