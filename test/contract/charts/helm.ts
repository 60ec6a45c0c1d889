import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { csvField, findTools, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { parseAllDocuments } from 'yaml';

export type ChartName = 'cartridge' | 'tarantool-operator';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: the rest is what the chart says, and that is what tests look at
  [field: string]: any;
}

export interface RenderOptions {
  chart: ChartName;
  /** values files, relative to the repository */
  files?: readonly string[];
  /** values on top of them */
  values?: unknown;
}

const tools = findTools();

/** Runs the helm that the product is tested with; never rejects for its exit code. */
export async function runHelm(options: { args: readonly string[]; input?: string }) {
  const { args, input } = options;
  const { exitCode, stdout, stderr } = await execa((await tools).helm, args, {
    input: input ?? '',
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

const rendered = new Map<string, Promise<string>>();

/** Text of `helm template` in namespace tarantool, release test-app; run once for the same values. */
export function renderText(options: RenderOptions): Promise<string> {
  const key = JSON.stringify(options);
  const text = rendered.get(key) ?? renderAccepted(options);
  rendered.set(key, text);
  return text;
}

export async function renderManifests(options: RenderOptions): Promise<Manifest[]> {
  return parseManifests(await renderText(options));
}

/** What helm says against the values; throws if it accepts them. */
export async function renderError(options: RenderOptions): Promise<string> {
  const { exitCode, stderr } = await render(options);
  if (exitCode === 0) throw new Error('helm accepted these values');
  return stderr;
}

export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map(document => document.toJS() as Manifest | null)
    .filter(manifest => manifest !== null);
}

/** Values files of all examples for the chart `cartridge`, relative to the repository. */
export function exampleValues(): string[] {
  return readdirSync(join(repository, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('/values.yaml') && !file.startsWith('kv/'))
    .map(file => join('examples', file))
    .sort();
}

async function renderAccepted(options: RenderOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await render(options);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

function render({ chart, files = [], values = {} }: RenderOptions) {
  const fileArgs = files.flatMap(file => ['--values', csvField(join(repository, file))]);
  const chartFolder = join(repository, 'charts', chart);
  const args = [
    'template',
    'test-app',
    chartFolder,
    '--namespace',
    'tarantool',
    ...fileArgs,
    '--values',
    '-',
  ];
  return runHelm({ args, input: JSON.stringify(values) });
}
