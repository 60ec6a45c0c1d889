// Everything dist/ is made of. Targets of one stage do not need each other; a later stage reads the output
// of an earlier one.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { bundle, withSourceMaps } from './bundle.ts';
import { readCommit } from './commit.ts';
import { filesBelow, removeOthers, replaceFile, replaceFolder } from './files.ts';
import { writeOperatorImage } from './operator-image.ts';
import type { Stamped } from './stamp.ts';
import { formatNotices, noticesName, thirdPartyPackages } from './third-party.ts';

export interface Target extends Stamped {
  /** Builds and gives the files the output was made from. */
  build(): Promise<string[]>;
}

const { version } = JSON.parse(read('package.json')) as { version: string };

export function buildStages(): Target[][] {
  const toolchain = digest(['package-lock.json', ...filesBelow('scripts/build')].map(read).join('\n'));
  return [
    [cli(), operator(), devInstance(), localCluster(), podShim(), ui()],
    [devInstanceUi(), operatorImage()],
  ].map(stage =>
    stage.map(target => ({
      ...target,
      salt: digest(`${toolchain}${target.salt}${withSourceMaps ? 'with source maps' : ''}`),
    })),
  );
}

function cli(): Target {
  const commit = readCommit();
  return {
    name: 'cli',
    salt: commit,
    output: 'dist/cli/main.mjs',
    // One chunk for each part that is imported when a command runs: a command loads only what it needs.
    async build() {
      const { inputs, outputs } = await bundle({
        entryPoints: { main: 'packages/cli/src/main.ts' },
        outdir: 'dist/cli',
        splitting: true,
        outExtension: { '.js': '.mjs' },
        chunkNames: 'chunks/[name]-[hash]',
        define: { BUILD_COMMIT: JSON.stringify(commit) },
      });
      removeOthers('dist/cli', outputs);
      writeNotices('dist/cli', inputs);
      return inputs;
    },
  };
}

function operator(): Target {
  return program({ name: 'operator', entry: 'packages/operator/src/main.ts' });
}

function devInstance(): Target {
  const wasm = 'node_modules/wasmoon/dist/glue.wasm';
  // One process a pod: 7 MB less of each for text that V8 need not keep.
  const shrink = { minifyWhitespace: true, minifySyntax: true };
  const target = program({ name: 'dev-instance', entry: 'packages/dev-instance/src/main.ts', shrink });
  return {
    ...target,
    async build() {
      const inputs = await target.build();
      copyFileSync(wasm, 'dist/dev-instance/glue.wasm');
      return [...inputs, wasm];
    },
  };
}

function localCluster(): Target {
  const facts = 'packages/local-cluster/fixtures/generated';
  const target = program({ name: 'local-cluster', entry: 'packages/local-cluster/src/main.ts' });
  return {
    ...target,
    async build() {
      const inputs = await target.build();
      replaceFolder(facts, 'dist/local-cluster/fixtures/generated');
      return [...inputs, ...filesBelow(facts)];
    },
  };
}

/** Loaded by --require into programs that are not ours, so it is one CommonJS file. */
function podShim(): Target {
  const entry = 'packages/local-cluster/src/shim/pod-shim.ts';
  const output = 'dist/local-cluster/pod-shim.cjs';
  return {
    name: 'pod-shim',
    salt: '',
    output,
    build: async () => (await bundle({ entryPoints: [entry], outfile: output, format: 'cjs' })).inputs,
  };
}

function ui(): Target {
  return {
    name: 'ui',
    salt: '',
    output: 'dist/ui/index.html',
    async build() {
      const { buildUi } = await import('@cartridge-on-kubernetes/ui/build');
      writeNotices('dist/ui', await buildUi({ outFolder: 'dist/ui' }));
      return [...filesBelow('packages/ui'), ...filesBelow('packages/api/src')];
    },
  };
}

/** The dev instance serves the Web UI from the folder beside its own bundle. */
function devInstanceUi(): Target {
  return {
    name: 'dev-instance-ui',
    salt: '',
    output: 'dist/dev-instance/ui/index.html',
    async build() {
      replaceFolder('dist/ui', 'dist/dev-instance/ui');
      return filesBelow('dist/ui');
    },
  };
}

function operatorImage(): Target {
  const bundled = 'dist/operator/main.mjs';
  const output = `dist/images/tarantool-operator-${version}.tar`;
  return {
    name: 'operator-image',
    salt: '',
    output,
    async build() {
      await writeOperatorImage({
        folder: path.dirname(bundled),
        archive: output,
        tag: `tarantool/tarantool-operator:${version}`,
      });
      return [bundled, `dist/operator/${noticesName}`, ...filesBelow('packages/local-cluster/src/images')];
    },
  };
}

/** A program in one file. */
function program({
  name,
  entry,
  shrink = {},
}: {
  name: string;
  entry: string;
  shrink?: BuildOptions;
}): Target {
  const output = `dist/${name}/main.mjs`;
  return {
    name,
    salt: '',
    output,
    async build() {
      const { inputs } = await bundle({ entryPoints: [entry], outfile: output, ...shrink });
      writeNotices(path.dirname(output), inputs);
      return inputs;
    },
  };
}

function writeNotices(folder: string, inputs: string[]): void {
  replaceFile(path.join(folder, noticesName), Buffer.from(formatNotices(thirdPartyPackages(inputs))));
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
