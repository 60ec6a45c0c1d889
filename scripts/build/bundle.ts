import { type BuildOptions, build } from 'esbuild';

// Packages written as CommonJS call require() for node builtins; an ES module has to make one for them.
const requireBanner =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/** Bundles for Node and gives the source files that went in, relative to the working folder. */
export async function bundle(options: BuildOptions): Promise<string[]> {
  const format = options.format ?? 'esm';
  const result = await build({
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format,
    banner: format === 'esm' && options.platform !== 'browser' ? { js: requireBanner } : {},
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
    metafile: true,
  });
  return Object.keys(result.metafile.inputs).filter(file => !/^[a-z-]+:/.test(file));
}
