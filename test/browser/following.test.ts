import { expect, test } from 'vitest';
import { expectCount, expectText } from './kit/expect-text.ts';
import { setUpStage } from './kit/setup.ts';
import { buildGrownCluster, buildGuideCluster } from './kit/situations.ts';

const stage = setUpStage();

test('changes appear without a reload, and are read out', async () => {
  const instance = await stage.serve(buildGuideCluster());
  const page = await stage.open(instance);
  await expectText(page.headline, 'all 3 instances answer');

  instance.answer = buildGrownCluster();
  await expectText(page.headline, 'all 8 instances answer');
  instance.answer = buildGrownCluster({ 2: 'dead' });
  await expectText(page.headline, '2 of 8 instances dead');
  await expectText(page.announcements, /2 of 8 instances dead.*storages-0-2 is now dead/);
  expect(await page.page.title()).toBe('2 of 8 instances dead: storages-0-2 and storages-1-2 – test-app');
});

test('a lost connection keeps the last picture, says its age, and recovers by itself', async () => {
  const instance = await stage.serve(buildGuideCluster());
  const page = await stage.open(instance);
  await expectText(page.headline, 'all 3 instances answer');

  await instance.goAway();
  await expectText(page.connection, /Connection lost[\s\S]*picture of[\s\S]* old/);
  expect(await page.instanceNames()).toHaveLength(3);
  await expectText(page.headline, 'Last seen: Healthy: all 3 instances answer');

  instance.answer = buildGrownCluster();
  await instance.comeBack();
  await expectText(page.headline, 'all 8 instances answer');
  await expectCount(page.connection, 0);
});

test('an instance that cannot use its configuration says why', async () => {
  const answer = buildGuideCluster();
  answer.cluster.self = {
    ...answer.cluster.self,
    state: 'InitError',
    error: 'Role custom rejected the config',
  };
  const instance = await stage.serve(answer);
  instance.refusal = { message: 'Role custom rejected the config', className: 'InitError' };
  const page = await stage.open(instance);

  await expectText(page.headline, 'routers-0-0 is in state InitError');
  await expectText(page.page.getByRole('alert'), 'Role custom rejected the config');
});

test('an instance that wants a name gets one, and the session can be ended', async () => {
  const answer = buildGuideCluster();
  answer.cluster.auth_params = { enabled: true, username: 'admin' };
  const instance = await stage.serve(answer);
  instance.locked = true;
  const page = await stage.open(instance);

  await page.page.getByLabel('Name').fill('admin');
  await page.page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await page.page.keyboard.press('Enter');
  await expectText(page.page.getByRole('alert'), /does not accept/);

  await page.page.getByRole('textbox', { name: 'Password' }).fill('secret');
  await page.page.keyboard.press('Enter');
  await expectText(page.headline, 'all 3 instances answer');

  await page.page.getByRole('button', { name: 'Sign out' }).click();
  await expectText(page.headline, 'Sign in');
});
