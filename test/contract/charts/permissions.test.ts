import { resources } from '@cartridge-on-kubernetes/observe';
import { expect, test } from 'vitest';
import { type Manifest, renderManifests } from './helm.ts';

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

const manifests: Promise<Manifest[]> = renderManifests({ chart: 'tarantool-operator' });

async function rules(): Promise<Rule[]> {
  return (await manifests).find(({ kind }) => kind === 'Role')?.rules as Rule[];
}

test.each(Object.entries(resources).filter(([name]) => name !== 'secrets'))(
  'the operator may list and watch its %s',
  async (_, { group, plural }) => {
    const verbs = (await rules())
      .filter(
        rule => rule.apiGroups.includes(group) && rule.resources.includes(plural) && !rule.resourceNames,
      )
      .flatMap(rule => rule.verbs);
    expect(verbs).toEqual(expect.arrayContaining(['list', 'watch']));
  },
);

test('nothing is granted by wildcard, outside the namespace, or to Secrets and pods of others', async () => {
  expect((await manifests).filter(({ kind }) => kind.startsWith('ClusterRole'))).toEqual([]);
  const granted = (await rules()).flatMap(rule => [...rule.apiGroups, ...rule.resources, ...rule.verbs]);
  for (const excess of ['*', 'secrets', 'pods/exec', 'deletecollection', 'bind', 'escalate'])
    expect(granted).not.toContain(excess);
});

test('nothing but pods may be deleted: no volume, no StatefulSet, nothing that people made', async () => {
  const deleting = (await rules()).filter(({ verbs }) => verbs.includes('delete'));
  expect(deleting).toMatchObject([{ apiGroups: [''], resources: ['pods'] }]);
});

test('failover opens exactly the Secrets it names', async () => {
  const withSecrets = await renderManifests({
    chart: 'cartridge',
    files: ['examples/stateful-failover/values.yaml'],
  });
  const role = withSecrets.find(({ apiVersion, kind }) => kind === 'Role' && apiVersion.startsWith('rbac'));
  expect(role?.rules).toEqual([
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['stateboard'], verbs: ['get'] },
  ]);
});
