import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildUi } from '@cartridge-on-kubernetes/ui/build';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    uiFolder: string;
  }
}

/** Builds the page once for all browser tests, into a folder of its own. */
export default async function buildPage(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cartridge-ui-'));
  await buildUi({ outFolder: join(folder, 'ui') });
  project.provide('uiFolder', join(folder, 'ui'));
  return () => rm(folder, { recursive: true });
}
