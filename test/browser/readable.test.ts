import { expect, test } from 'vitest';
import { readRecorded } from './kit/answer.ts';
import { expectText } from './kit/expect-text.ts';
import { setUpStage } from './kit/setup.ts';
import {
  buildGrownCluster,
  buildGuideCluster,
  buildLargeCluster,
  lockConfiguration,
} from './kit/situations.ts';

const stage = setUpStage();

const situations = {
  'the guide': buildGuideCluster,
  'dead replicas': () => buildGrownCluster({ 2: 'dead' }),
  'a locked configuration': () => lockConfiguration(buildGuideCluster()),
  'nothing joined': () => readRecorded('unconfigured'),
  'a leader that was replaced': () => readRecorded('leader-dead'),
  'a hundred instances': buildLargeCluster,
};

/** Each width and each colour scheme, not each pair: colours do not depend on the width. */
const windows = [
  { width: 360, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 2560, colorScheme: 'dark' },
] as const;

const cases = Object.keys(situations).flatMap(situation => windows.map(window => ({ situation, ...window })));

test.each(cases)(
  '$situation at $width pixels in $colorScheme: no barrier, no sideways scrolling',
  async facts => {
    const instance = await stage.serve(situations[facts.situation as keyof typeof situations]());
    const page = await stage.open(instance, {
      viewport: { width: facts.width, height: 800 },
      colorScheme: facts.colorScheme,
    });
    await expectText(page.headline, /\w/);
    const details = page.page.getByRole('button', { name: /^Details of/ });
    if ((await details.count()) > 0) await details.last().click();

    expect(await page.findBarriers()).toEqual([]);
    expect(await page.measureOverflow()).toBe(0);
    expect(page.complaints).toEqual([]);
  },
);

test.each(['light', 'dark'] as const)(
  'sign-in form and lost connection in %s: no barrier',
  async colorScheme => {
    const instance = await stage.serve(buildGuideCluster());
    const page = await stage.open(instance, { colorScheme });
    await expectText(page.headline, /Healthy/);
    await instance.goAway();
    await expectText(page.connection, /Connection lost/);
    expect(await page.findBarriers()).toEqual([]);

    await instance.comeBack();
    instance.locked = true;
    await page.page.reload();
    await expectText(page.headline, 'Sign in');
    expect(await page.findBarriers()).toEqual([]);
  },
);

test('the first stop of the keyboard leads past the map to the instances, and focus is seen', async () => {
  const page = await stage.open(await stage.serve(buildLargeCluster()));
  await expectText(page.headline, /dead/);
  await page.page.keyboard.press('Tab');
  const skip = page.page.getByRole('link', { name: 'Skip to the instances' });
  expect(await skip.evaluate(link => link === document.activeElement)).toBe(true);
  expect(await skip.evaluate(link => getComputedStyle(link).outlineStyle)).toBe('solid');

  await page.page.keyboard.press('Enter');
  await page.page.keyboard.press('Tab');
  expect(await page.search.evaluate(field => field === document.activeElement)).toBe(true);
});
