import { expect, test } from 'vitest';
import { readRecorded } from './kit/answer.ts';
import { expectCount, expectText } from './kit/expect-text.ts';
import { setUpStage } from './kit/setup.ts';
import {
  buildGrownCluster,
  buildGuideCluster,
  buildLargeCluster,
  lockConfiguration,
} from './kit/situations.ts';

const stage = setUpStage();

test("the guide's cluster: two replicasets, three instances, their leaders and buckets", async () => {
  const page = await stage.open(await stage.serve(buildGuideCluster()));

  await expectText(page.headline, 'Healthy: all 3 instances answer');
  expect(await page.instanceNames()).toEqual(['routers-0-0', 'storages-0-0', 'storages-0-1']);
  await expectText(page.instance('storages-0-0'), /Leader[\s\S]*Healthy[\s\S]*30\s000 buckets · 100\s%/);
  await expectText(page.instance('storages-0-1'), /Read-only/);
  await expectText(page.replicaset('storages-0'), /vshard-storage[\s\S]*weight 1 · vshard group default/);
  await expectText(page.page.getByRole('banner'), /test-app[\s\S]*as seen by routers-0-0/);
  expect(page.complaints).toEqual([]);
});

test('replicas that were taken away carry the note the guide names', async () => {
  const page = await stage.open(await stage.serve(buildGrownCluster({ 2: 'dead' })));

  await expectText(page.headline, '2 of 8 instances dead: storages-0-2 and storages-1-2');
  await expectText(page.instance('storages-0-2'), "Server status is 'dead'");
  await expectText(page.instance('storages-1-2'), "Server status is 'dead'");
});

test('issues are listed with their instance, and the suggestion is explained', async () => {
  const page = await stage.open(await stage.serve(lockConfiguration(buildGuideCluster())));

  await expectText(page.headline, 'All 3 instances answer, but 3 issues are reported');
  await expectCount(page.issues, 3);
  await expectText(page.issues, /Configuration is prepared and locked on routers-0-0/);
  await expectText(page.suggestions, /Reapply the configuration[\s\S]*never finished/);

  await page.issues.getByRole('link', { name: 'storages-0-1' }).click();
  expect(await page.page.evaluate(() => document.querySelector(':target h4')?.textContent)).toBe(
    'storages-0-1',
  );
});

test('instances that have not joined are listed apart', async () => {
  const page = await stage.open(await stage.serve(readRecorded('unconfigured'), { version: '2.7.9' }));

  await expectText(page.headline, 'Not a cluster yet: 4 instances wait to be joined');
  await expectText(page.page.getByRole('region', { name: '4 instances not joined' }), 'storages-1-0');
});

test('details of an instance unfold, by keyboard too', async () => {
  const page = await stage.open(await stage.serve(buildGuideCluster()));
  const toggle = page.instance('storages-0-1').getByRole('button', { name: 'Details of storages-0-1' });
  await toggle.focus();
  await page.page.keyboard.press('Enter');

  await expectText(page.instance('storages-0-1'), /UUID\s+c0ffee00[\s\S]*Zone\s+zone-b[\s\S]*yes \(config\)/);
  expect(await toggle.getAttribute('aria-expanded')).toBe('true');
});

test('a hundred instances can be searched, and the address keeps the search', async () => {
  const page = await stage.open(await stage.serve(buildLargeCluster()));
  await expectCount(page.page.getByRole('heading', { level: 4 }), 100);

  await page.search.fill('storages-2 zone-b');
  await expectText(page.page.getByRole('search'), /11 of 100 instances/);
  await page.search.fill('');
  await page.page.getByText('Trouble', { exact: true }).click();
  await expectCount(page.page.getByRole('heading', { level: 4 }), 4);

  await page.page.reload();
  await expectCount(page.page.getByRole('heading', { level: 4 }), 4);
});

test.each(['2.3.0', '2.5.0', '2.7.9', '2.12.0', '2.17.2'])(
  'Cartridge %s is asked only for what it knows',
  async version => {
    const instance = await stage.serve(buildGuideCluster(), { version });
    const page = await stage.open(instance);

    await expectText(page.headline, 'Healthy: all 3 instances answer');
    expect(instance.queries.at(-1)?.includes('rebalancer_mode')).toBe(['2.12.0', '2.17.2'].includes(version));
  },
);

test('a page under a prefix asks the API under that prefix', async () => {
  const page = await stage.open(await stage.serve(buildGuideCluster(), { prefix: '/shop' }));

  await expectText(page.headline, 'Healthy: all 3 instances answer');
});
