import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvField, projectVersion, repository } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseManifests, renderText, runHelm } from './helm.ts';
import { podSpecs } from './pod-specs.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chart-copies-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function template(chart: string, values: string): Promise<string> {
  const args = ['template', 'test-app', chart, '-n', 'tarantool', '-f', csvField(join(repository, values))];
  const { exitCode, stdout, stderr } = await runHelm({ args });
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

test('archives of the charts install what the folders do', async () => {
  const charts = ['tarantool-operator', 'cartridge'] as const;
  const paths = charts.map(chart => join(repository, 'charts', chart));
  await runHelm({ args: ['package', ...paths, '--destination', folder] });
  const values = {
    'tarantool-operator': 'examples/offline/operator_values.yaml',
    cartridge: 'examples/offline/values.yaml',
  };
  for (const chart of charts) {
    const archive = await template(join(folder, `${chart}-${projectVersion}.tgz`), values[chart]);
    expect(archive).toBe(await renderText({ chart, files: [values[chart]] }));
  }
});

test("a copy with the guide's nginx after the application container", async () => {
  const copy = join(folder, 'helm-chart');
  await cp(join(repository, 'examples/kv/helm-chart'), copy, { recursive: true, dereference: true });
  const file = join(copy, 'templates/deployment.yaml');
  const nginx = `        - name: "nginx-container"
          image: "nginx"
          volumeMounts:
            - name: "www"
              mountPath: "/data"
`;
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^ {6}volumes:$/m, `${nginx}      volumes:`));
  const manifests = parseManifests(await template(copy, 'examples/guide/values.yaml'));
  const templates = podSpecs(manifests).filter(({ name }) => name.startsWith('ReplicasetTemplate'));
  expect(templates.map(({ spec }) => spec.containers.map(({ image }) => image))).toEqual([
    ['vanyarock01/test-app:0.1.0-0-g68f6117', 'nginx'],
    ['vanyarock01/test-app:0.1.0-0-g68f6117', 'nginx'],
  ]);
});
