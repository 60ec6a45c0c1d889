// Everything dist/ is made of. Targets of one stage do not need each other; a later stage reads the output
// of an earlier one.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { bundle } from './bundle.ts';
import { readCommit } from './commit.ts';
import { filesBelow, replaceFolder } from './files.ts';
import { writeOperatorImage } from './operator-image.ts';
import type { Stamped } from './stamp.ts';

export interface Target extends Stamped {
  /** Source file without which there is nothing to build. */
  entry: string;
  /** Builds and gives the files the output was made from. */
  build(): Promise<string[]>;
}

const { version } = JSON.parse(read('package.json')) as { version: string };

export function buildStages(): Target[][] {
  const toolchain = digest(['package-lock.json', ...filesBelow('scripts/build')].map(read).join('\n'));
  return [
    [cli(), operator(), devInstance(), localCluster(), podShim(), ui()],
    [devInstanceUi(), operatorImage()],
  ].map(stage => stage.map(target => ({ ...target, salt: digest(toolchain + target.salt) })));
}

function cli(): Target {
  const commit = readCommit();
  return {
    name: 'cli',
    salt: commit,
    entry: 'packages/cli/src/main.ts',
    output: 'dist/cli/main.mjs',
    // One chunk for each part that is imported when a command runs: a command loads only what it needs.
    build() {
      rmSync('dist/cli', { recursive: true, force: true });
      return bundle({
        entryPoints: { main: 'packages/cli/src/main.ts' },
        outdir: 'dist/cli',
        splitting: true,
        outExtension: { '.js': '.mjs' },
        chunkNames: 'chunks/[name]-[hash]',
        define: { BUILD_COMMIT: JSON.stringify(commit) },
      });
    },
  };
}

function operator(): Target {
  return program({ name: 'operator', entry: 'packages/operator/src/main.ts' });
}

function devInstance(): Target {
  const wasm = 'node_modules/wasmoon/dist/glue.wasm';
  const target = program({ name: 'dev-instance', entry: 'packages/dev-instance/src/main.ts' });
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
    entry,
    output,
    build: () => bundle({ entryPoints: [entry], outfile: output, format: 'cjs' }),
  };
}

function ui(): Target {
  return {
    name: 'ui',
    salt: '',
    entry: 'packages/ui/build.ts',
    output: 'dist/ui/index.html',
    async build() {
      const { buildUi } = await import('@cartridge/ui/build');
      await buildUi({ outFolder: 'dist/ui' });
      return [...filesBelow('packages/ui'), ...filesBelow('packages/api/src')];
    },
  };
}

/** The dev instance serves the Web UI from the folder beside its own bundle. */
function devInstanceUi(): Target {
  return {
    name: 'dev-instance-ui',
    salt: '',
    entry: 'dist/ui/index.html',
    output: 'dist/dev-instance/ui/index.html',
    async build() {
      replaceFolder('dist/ui', 'dist/dev-instance/ui');
      return filesBelow('dist/ui');
    },
  };
}

function operatorImage(): Target {
  const entry = 'dist/operator/main.mjs';
  const output = `dist/images/tarantool-operator-${version}.tar`;
  return {
    name: 'operator-image',
    salt: '',
    entry,
    output,
    async build() {
      await writeOperatorImage({
        program: entry,
        archive: output,
        tag: `tarantool/tarantool-operator:${version}`,
      });
      return [entry, ...filesBelow('packages/local-cluster/src/images')];
    },
  };
}

function program(options: { name: string; entry: string }): Target {
  const output = `dist/${options.name}/main.mjs`;
  return {
    ...options,
    salt: '',
    output,
    build: () => bundle({ entryPoints: [options.entry], outfile: output }),
  };
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
