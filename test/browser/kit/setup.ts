import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import type { Answer } from './answer.ts';
import { launchBrowser } from './browser.ts';
import { ClusterPage } from './cluster-page.ts';
import { type StandIn, type StandInOptions, startInstance } from './instance.ts';

export interface Stage {
  serve(answer: Answer, options?: Partial<StandInOptions>): Promise<StandIn>;
  open(instance: StandIn, options?: BrowserContextOptions): Promise<ClusterPage>;
}

/** One browser for a file; instances and pages of a test are closed after it. */
export function setUpStage(): Stage {
  let browser: Browser;
  const instances: StandIn[] = [];
  const pages: ClusterPage[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map(page => page.close()));
    await Promise.all(instances.splice(0).map(instance => instance.goAway()));
  });
  afterAll(() => browser?.close());

  return {
    async serve(answer, options = {}) {
      const instance = await startInstance({ uiFolder: inject('uiFolder'), answer, ...options });
      instances.push(instance);
      return instance;
    },
    async open(instance, options) {
      const page = await ClusterPage.open(browser, instance.url, options);
      pages.push(page);
      return page;
    },
  };
}
