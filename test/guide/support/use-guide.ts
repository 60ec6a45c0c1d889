import { afterAll, afterEach, beforeAll } from 'vitest';
import { Guide, type OperatorFate } from './guide.ts';
import { lastWords } from './last-words.ts';
import { firstImage, packApp } from './pack-app.ts';

/** How far the reader has come before the first test. */
type Progress = 'nothing installed' | 'application packed' | 'operator installed' | 'Cluster Ready';

/** A reader of the guide for the tests of the describe block that calls this; leaves nothing behind. */
export function useGuide(progress: Progress, fate?: OperatorFate): Guide {
  const guide = new Guide(fate);
  beforeAll(async () => {
    await guide.open();
    if (progress !== 'nothing installed') await packApp(guide.cluster, firstImage);
    if (progress === 'operator installed') await guide.installOperator();
    if (progress === 'Cluster Ready') await guide.installAll();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') process.stderr.write(await lastWords(guide.cluster));
  });
  afterAll(() => guide.stop());
  return guide;
}
