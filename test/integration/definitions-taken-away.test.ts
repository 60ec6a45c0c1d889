import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  csvField,
  type LocalTestCluster,
  makeLocalTestCluster,
  pollUntil,
  repository,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

const current = join(repository, 'charts/tarantool-operator/crds/roles.yaml');
let cluster: LocalTestCluster;
let folder: string;

beforeAll(async () => {
  cluster = await makeLocalTestCluster();
  folder = await mkdtemp(join(tmpdir(), 'definitions-'));
  await cluster.up();
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true });
});

/** As helm 4 does with the definitions of an earlier chart, in whatever namespace that is installed. */
test('fields that somebody takes away from a definition are told at once by the operators that run', async () => {
  const definition = parse(await readFile(current, 'utf8'));
  delete definition.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.allRw;
  const earlier = join(folder, 'roles.yaml');
  await writeFile(earlier, stringify(definition));
  await cluster.kubectl('replace', '-f', csvField(earlier));
  await pollUntil({ until: 'an event tells it' }, async () => {
    const filter = 'reason=DefinitionOutdated,involvedObject.name=test-app';
    const args = ['get', 'events', '-n', 'tarantool', '--field-selector', filter];
    const message = await cluster.kubectl(...args, '-o', 'jsonpath={.items[*].message}');
    expect(message).toContain(
      'The definition of Role is older than the operator, so the API server drops spec.allRw',
    );
    expect(message).toContain('helm show crds tarantool/tarantool-operator | kubectl replace -f -');
  });
  await cluster.kubectl('replace', '-f', csvField(current));
  await pollUntil({ until: 'the operator sees that they are whole again' }, async () => {
    const log = await cluster.kubectl('logs', '-n', 'tarantool', 'deployment/tarantool-operator');
    expect(log).toContain('The resource definitions are no longer outdated');
  });
});
