import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import { convert } from 'ast-v8-to-istanbul';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { parseAstAsync } from 'vitest/node';

/**
 * What processes ran of the bundles, told of their sources. `folder` is their NODE_V8_COVERAGE; a process that was
 * killed has written nothing.
 */
export async function bundleCoverage(folder: string): Promise<CoverageMapData[]> {
  const byBundle = new Map<string, Profiler.ScriptCoverage>();
  for (const file of readdirSync(folder)) {
    for (const script of readProcess(path.join(folder, file))) {
      const bundle = bundleOf(script.url);
      if (bundle === null) continue;
      const seen = byBundle.get(bundle);
      byBundle.set(bundle, seen === undefined ? script : merge(bundle, seen, script));
    }
  }
  return Promise.all([...byBundle].map(([bundle, coverage]) => toSources(bundle, coverage)));
}

/** A process that ends in the middle of writing leaves half a file. */
function readProcess(file: string): Profiler.ScriptCoverage[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { result: Profiler.ScriptCoverage[] }).result;
  } catch {
    console.warn(`coverage: ${file} cannot be read, so it is left out`);
    return [];
  }
}

/** Path of the bundle in dist/. The operator runs from a container image, and a packed CLI from where it is installed. */
function bundleOf(url: string): string | null {
  const inImage = url.endsWith('/usr/lib/tarantool-operator/main.mjs') ? 'dist/operator/main.mjs' : null;
  const bundle =
    inImage ?? /\/(dist\/(?:cli|operator|local-cluster|dev-instance)\/.+\.[cm]js)$/.exec(url)?.[1];
  return bundle !== undefined && existsSync(`${bundle}.map`) ? bundle : null;
}

function merge(url: string, ...scripts: Profiler.ScriptCoverage[]): Profiler.ScriptCoverage {
  const processes = scripts.map(({ scriptId, functions }) => ({ result: [{ scriptId, url, functions }] }));
  const [merged] = mergeProcessCovs(processes).result;
  if (merged === undefined) throw new Error(`Nothing was merged for ${url}`);
  return merged;
}

async function toSources(bundle: string, { functions }: Profiler.ScriptCoverage): Promise<CoverageMapData> {
  const code = readFileSync(bundle, 'utf8');
  return (await convert({
    ast: parseAstAsync(code),
    code,
    sourceMap: JSON.parse(readFileSync(`${bundle}.map`, 'utf8')),
    coverage: { url: pathToFileURL(path.resolve(bundle)).href, functions },
  })) as CoverageMapData;
}
