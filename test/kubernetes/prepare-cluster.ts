import { copyFile } from 'node:fs/promises';
import { startCluster, stopCluster } from './src/cluster.ts';
import { auditLog } from './src/control-plane.ts';
import { clusterName, keptAuditLog } from './src/folders.ts';
import { openImageStore } from './src/image-store.ts';
import { prepareImages } from './src/test-images.ts';

/**
 * Brings the cluster of this process up, with the images of the tests, and down when what it gives is called or this
 * process ends. One that was started by hand is used and left running.
 */
export async function prepareCluster(): Promise<() => Promise<void>> {
  const seconds = await startCluster('as this process');
  const wasRunning = seconds === undefined;
  if (!wasRunning) console.log(`Kubernetes ${clusterName} is up after ${seconds.toFixed(1)} s`);
  try {
    const started = performance.now();
    // Of all that this process starts, too.
    process.env.CONTAINERS_STORAGE_CONF = await openImageStore({
      cluster: clusterName,
      base: process.env.GUIDE_APP_IMAGE,
    });
    await prepareImages();
    console.log(`Its images are built after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    if (!wasRunning) await stopCluster();
    throw error;
  }
  return async () => {
    await copyFile(auditLog, keptAuditLog(clusterName));
    if (!wasRunning) await stopCluster();
  };
}
