import { buildHelm3 } from './build-helm3.ts';

/** All that these tests do with helm, they do with helm 3. */
export async function setup(): Promise<void> {
  process.env.TEST_HELM = await buildHelm3();
}
