import type { AdminApi } from './admin-api.ts';
import { ClusterFeed } from './cluster-feed.ts';

/** A running feed with the browser's clock; asks at once when the page is looked at or the network is back. */
export function createBrowserFeed(api: AdminApi): ClusterFeed {
  const feed = new ClusterFeed(api, {
    now: () => Date.now(),
    isHidden: () => document.visibilityState === 'hidden',
    setTimer(run, delayMs) {
      const timer = window.setTimeout(run, delayMs);
      return () => window.clearTimeout(timer);
    },
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') feed.askSoon();
  });
  window.addEventListener('online', () => feed.askSoon());
  feed.start();
  return feed;
}
