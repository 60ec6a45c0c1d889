import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';

// Packages written as CommonJS require node builtins and look beside themselves; an ES module has to offer both.
const commonJsBanner = `import { createRequire as createRequireOfBundle } from 'node:module';
import { dirname as dirnameOfBundle } from 'node:path';
import { fileURLToPath as fileURLToPathOfBundle } from 'node:url';
const require = createRequireOfBundle(import.meta.url);
const __filename = fileURLToPathOfBundle(import.meta.url);
const __dirname = dirnameOfBundle(__filename);`;

// An import() of a CommonJS package loses its names when chunks are split; this one ships as ES modules too.
const esModules = { yaml: path.resolve('node_modules/yaml/browser/index.js') };

/** Bundles for Node and gives the source files that went in, relative to the working folder. */
export async function bundle(options: BuildOptions): Promise<string[]> {
  const format = options.format ?? 'esm';
  const result = await build({
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format,
    banner: format === 'esm' && options.platform !== 'browser' ? { js: commonJsBanner } : {},
    alias: esModules,
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
    metafile: true,
  });
  return Object.keys(result.metafile.inputs).filter(file => !/^[a-z-]+:/.test(file));
}
