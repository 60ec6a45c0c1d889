import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** The page in the words of its reader. */
export class ClusterPage {
  readonly page: Page;
  /** Errors of scripts and refusals of the Content-Security-Policy since it was opened */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', error => this.complaints.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error' && !message.text().includes('net::ERR_')) {
        this.complaints.push(message.text());
      }
    });
  }

  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<ClusterPage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const cluster = new ClusterPage(await context.newPage());
    await cluster.page.goto(url);
    return cluster;
  }

  close(): Promise<void> {
    return this.page.context().close();
  }

  get headline(): Locator {
    return this.page.getByRole('main').getByRole('heading', { level: 2 }).first();
  }

  get connection(): Locator {
    return this.page.getByRole('complementary', { name: 'Connection' });
  }

  get issues(): Locator {
    return this.page.getByRole('region', { name: /^\d+ issues?$/ }).getByRole('listitem');
  }

  get suggestions(): Locator {
    return this.page.getByRole('region', { name: 'Cartridge suggests' }).getByRole('listitem');
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search instances' });
  }

  get announcements(): Locator {
    return this.page.getByRole('log', { name: 'Changes' });
  }

  replicaset(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  instance(name: string): Locator {
    const heading = this.page.getByRole('heading', { name, exact: true });
    return this.page.getByRole('listitem').filter({ has: heading });
  }

  instanceNames(): Promise<string[]> {
    return this.page.getByRole('heading', { level: 4 }).allTextContents();
  }

  /** How many pixels the page is wider than the window. */
  measureOverflow(): Promise<number> {
    return this.page.evaluate(() => {
      const root = document.documentElement;
      return root.scrollWidth - root.clientWidth;
    });
  }

  /** Breaches of WCAG 2.2 A and AA that a machine can find, one line each. */
  async findBarriers(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    return this.page.evaluate(async () => {
      const checker = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations } = await checker.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
      );
    });
  }
}
