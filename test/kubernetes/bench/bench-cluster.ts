import { type Guide, openGuide } from '../../guide/support/guide.ts';
import { firstImage, packApp } from '../../guide/support/pack-app.ts';
import { prepareCluster } from '../prepare-cluster.ts';

/** Runs with the real cluster, the images and the guide's charts there, and nothing installed. */
export async function withBenchCluster(measure: (guide: Guide) => Promise<void>): Promise<void> {
  const teardown = await prepareCluster();
  try {
    const guide = await openGuide();
    try {
      await packApp(guide.cluster, firstImage);
      await measure(guide);
    } finally {
      await guide.stop();
    }
  } finally {
    await teardown();
  }
}
