import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { replaceFile } from './files.ts';

// Packages written as CommonJS require node builtins and look beside themselves; an ES module has to offer both.
const commonJsBanner = `import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
import { fileURLToPath as fileURLToPathOfBundle } from 'node:url';
const require = createRequireOfBundle(import.meta.url);
const __filename = fileURLToPathOfBundle(import.meta.url);
const __dirname = dirnameOfBundle(__filename);`;

// An import() of a CommonJS package loses its names when chunks are split; this one ships as ES modules too.
const esModules = { yaml: path.resolve('node_modules/yaml/browser/index.js') };

/** Set by `npm run coverage`, which finds the sources of what a bundle ran by its map. */
export const withSourceMaps = process.env.BUILD_SOURCE_MAPS === '1';

export interface Bundled {
  /** Source files that went in, and files written, relative to the working folder. */
  inputs: string[];
  outputs: string[];
}

/** Bundles for Node. */
export async function bundle(options: BuildOptions): Promise<Bundled> {
  const format = options.format ?? 'esm';
  const result = await build({
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format,
    banner: format === 'esm' ? { js: commonJsBanner } : {},
    alias: esModules,
    legalComments: 'none',
    sourcemap: withSourceMaps ? 'external' : false,
    sourcesContent: false,
    logLevel: 'warning',
    ...options,
    metafile: true,
    write: false,
  });
  for (const { path: file, contents } of result.outputFiles) replaceFile(file, contents);
  return {
    inputs: Object.keys(result.metafile.inputs).filter(file => !/^[a-z-]+:/.test(file)),
    outputs: Object.keys(result.metafile.outputs),
  };
}
