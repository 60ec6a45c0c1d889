import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
export const FIXTURE_APP = join(ROOT, 'packages/dev-instance/testdata/app/init.lua');
export const KV_APP = join(ROOT, 'packages/dev-instance/testdata/kv-app/init.lua');

const BANNER = [
  "import { createRequire as createRequireOf } from 'node:module';",
  "import { fileURLToPath as pathOf } from 'node:url';",
  'const require = createRequireOf(import.meta.url);',
  'const __filename = pathOf(import.meta.url);',
  "const __dirname = pathOf(new URL('.', import.meta.url));",
].join('');

export interface Bundle {
  readonly main: string;
  remove(): Promise<void>;
}

/** The dev instance bundled from its sources, so that what is tested is what is written. */
export async function buildBundle(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'dev-instance-'));
  const main = join(folder, 'main.mjs');
  await build({
    entryPoints: [join(ROOT, 'packages/dev-instance/src/main.ts')],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: { js: BANNER },
  });
  const wasmoon = createRequire(join(ROOT, 'packages/dev-instance/package.json')).resolve('wasmoon');
  await copyFile(join(dirname(wasmoon), 'glue.wasm'), join(folder, 'glue.wasm'));
  return { main, remove: () => rm(folder, { recursive: true, force: true }) };
}
