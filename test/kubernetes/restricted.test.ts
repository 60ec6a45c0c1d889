import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appPods,
  csvField,
  type GuideValues,
  getObject,
  repository,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { deleteAppPods } from '../guide/support/delete-app-pods.ts';
import { type Guide, namespace, openGuide } from '../guide/support/guide.ts';
import { firstImage, packApp } from '../guide/support/pack-app.ts';
import { type Attempt, connectFrom, startVisitor, untilRefused } from './network-policy/visitor.ts';
import { importNginx } from './src/nginx-image.ts';

const example = join(repository, 'examples/restricted-namespace');
const sidecarImage = 'nginx:test';

/**
 * A namespace as a security team hands it out, and the charts with the values of the example made for it. Pod Security
 * is enforced by the API server, policies by the node's packet filter.
 */
describe('a namespace with Pod Security restricted that refuses what no policy allows', () => {
  let guide: Guide;
  let cluster: Guide['cluster'];
  const visitors: Record<string, Attempt> = {};

  beforeAll(async () => {
    guide = await openGuide();
    ({ cluster } = guide);
    await packApp(cluster, firstImage);
    await importNginx(sidecarImage);
    await cluster.kubectl('apply', '--filename', csvField(join(example, 'namespace.yaml')));
    for (const other of ['monitoring', 'elsewhere']) await cluster.kubectl('create', 'namespace', other);
    for (const name of [namespace, 'monitoring', 'elsewhere'])
      visitors[name] = await startVisitor(cluster, { namespace: name, folder: guide.folder });
  });
  afterAll(() => guide?.stop());

  const from = (name: string) => visitors[name] as Attempt;
  const addressOf = async (pod: string): Promise<string> =>
    (await getObject(cluster, { namespace, kind: 'pod', name: pod })).status?.podIP;

  test('it refuses pods and traffic', async () => {
    await expect(
      cluster.kubectl('run', 'root', '--image=registry.local/pause:1', '--namespace', namespace),
    ).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
    const apiServer = (
      await getObject(cluster, { namespace: 'default', kind: 'service', name: 'kubernetes' })
    ).spec.clusterIP;
    expect(await from('elsewhere')(apiServer, 443)).toBe('connected');
    await untilRefused(() => from(namespace)(apiServer, 443));
  });

  test('both charts install, the Cluster gets Ready, helm test passes', async () => {
    // CoreDNS runs on the node here, on a port of its own.
    const dns = ['--set', 'networkPolicy.dnsPorts={1053}'];
    await guide.installOperator('--values', csvField(join(example, 'operator_values.yaml')), ...dns);
    await guide.installApp(await withSidecar(await readValues('restricted-namespace')), ...dns);
    await guide.untilReady(120);
    const output = await cluster.helm('test', 'test-app', '--namespace', namespace);
    expect(output.match(/Phase: +Succeeded/g)).toHaveLength(2);
    const events = await cluster.kubectl('get', 'events', '--namespace', namespace);
    expect(events).not.toMatch(/violates PodSecurity/);
  });

  test('no container of the app has a token of the API, or can write to its image', async () => {
    const pods = Object.keys(await appPods(cluster, namespace));
    expect(pods).toHaveLength(3);
    for (const name of pods) {
      const { spec } = await getObject(cluster, { namespace, kind: 'pod', name });
      expect(spec.volumes.filter((volume: object) => 'projected' in volume)).toEqual([]);
      expect(spec.containers.map(isReadOnly)).toEqual([true, true]);
    }
  });

  test('who is named gets in, where it is named, and nobody else', async () => {
    const [router, storage] = await Promise.all([addressOf('routers-0-0'), addressOf('storages-0-0')]);
    const operator = await operatorPod('{.status.podIP}');
    const monitoring = from('monitoring');
    expect(await monitoring(router, 8081)).toBe('connected');
    expect(await monitoring(operator, 8080)).toBe('connected');
    expect(await monitoring(router, 3301)).toBe('timed out');
    for (const stranger of [from('elsewhere'), from(namespace)]) {
      expect(await stranger(router, 8081)).toBe('timed out');
      expect(await stranger(storage, 3301)).toBe('timed out');
      expect(await stranger(operator, 8080)).toBe('timed out');
    }
  });

  test('the operator gets out to instances and API server only', async () => {
    const operator = connectFrom(cluster, { namespace, pod: await operatorPod('{.metadata.name}') });
    expect(await operator(await addressOf('routers-0-0'), 8081)).toBe('connected');
    // Nobody listens there: without a policy this would be ECONNREFUSED.
    const { status } = await getObject(cluster, { namespace: 'elsewhere', kind: 'pod', name: 'visitor' });
    expect(await from('monitoring')(status?.podIP, 8081)).toBe('ECONNREFUSED');
    expect(await operator(status?.podIP, 8081)).toBe('timed out');
  });

  test('pods that come back with other addresses find each other', async () => {
    await deleteAppPods(cluster, namespace);
    await guide.untilReady(180);
  });

  async function operatorPod(path: string): Promise<string> {
    const selector = ['--selector', 'name=tarantool-operator', '--namespace', namespace];
    return cluster.kubectl('get', 'pods', ...selector, '--output', `jsonpath={.items[0]${path.slice(1)}`);
  }
});

function isReadOnly(container: { securityContext: { readOnlyRootFilesystem?: boolean } }): boolean {
  return container.securityContext.readOnlyRootFilesystem === true;
}

/** With the container of the example for one, from an image that can be built here. */
async function withSidecar(values: GuideValues & { extraVolumes: object[] }): Promise<object> {
  const sidecar = await readValues('sidecar-nginx');
  return {
    ...values,
    extraContainers: [{ ...sidecar.extraContainers[0], image: sidecarImage }],
    extraVolumes: [...values.extraVolumes, ...sidecar.extraVolumes],
  };
}

async function readValues(name: string) {
  return parse(await readFile(join(repository, 'examples', name, 'values.yaml'), 'utf8'));
}
