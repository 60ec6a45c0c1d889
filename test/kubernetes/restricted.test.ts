import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Guide, namespace, openGuide } from '../guide/support/guide.ts';
import { firstImage, packApp } from '../guide/support/pack-app.ts';

/**
 * A namespace as a security team hands it out. The node's network does not enforce policies: that they are there and
 * accepted is what this shows; Pod Security is enforced by the API server.
 */
describe('a namespace with Pod Security restricted and NetworkPolicies', () => {
  let guide: Guide;

  beforeAll(async () => {
    guide = await openGuide();
    await packApp(guide.cluster, firstImage);
    const file = join(guide.folder, 'namespace.yaml');
    await writeFile(
      file,
      restrictedNamespace()
        .map(object => stringify(object))
        .join('---\n'),
    );
    await guide.cluster.kubectl('apply', '--filename', file);
  });
  afterAll(() => guide?.stop());

  test('it refuses what it should', async () => {
    await expect(
      guide.cluster.kubectl('run', 'root', '--image=registry.local/pause:1', '--namespace', namespace),
    ).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
  });

  test('both charts install, the Cluster gets Ready, helm test passes', async () => {
    await guide.installAll();
    const output = await guide.cluster.helm('test', 'test-app', '--namespace', namespace);
    expect(output.match(/Phase: +Succeeded/g)).toHaveLength(2);
    const events = await guide.cluster.kubectl('get', 'events', '--namespace', namespace);
    expect(events).not.toMatch(/violates PodSecurity/);
  });
});

function restrictedNamespace(): object[] {
  const policy = (name: string, spec: object) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec,
  });
  const app = { podSelector: { matchLabels: { 'tarantool.io/cluster-id': 'test-app' } } };
  const operator = { podSelector: { matchLabels: { name: 'tarantool-operator' } } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
    policy('nothing-comes-in', { podSelector: {}, policyTypes: ['Ingress'] }),
    policy('members-and-operator', {
      ...app,
      ingress: [
        {
          from: [app, operator],
          ports: [
            { port: 3301, protocol: 'TCP' },
            { port: 3301, protocol: 'UDP' },
            { port: 8081, protocol: 'TCP' },
          ],
        },
      ],
    }),
  ];
}
