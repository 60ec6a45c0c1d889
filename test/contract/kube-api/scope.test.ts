import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, openTarget, type Target } from './target.ts';

let target: Target;
let namespace: string;

beforeAll(async () => {
  target = await openTarget();
  namespace = await target.makeNamespace();
});
afterAll(() => target.close());

interface Served {
  root: string;
  resource: string;
  subresource: string;
  isNamespaced: boolean;
}

/** Every resource with every subresource that discovery names, and each resource by itself. */
async function listServed(): Promise<Served[]> {
  const { body } = await target.send({ path: '/apis' });
  const groups: string[] = body.groups.flatMap((group: Body) =>
    group.versions.map((version: Body) => `/apis/${version.groupVersion}`),
  );
  const lists = await Promise.all(
    ['/api/v1', ...groups].map(async root => ({ root, list: (await target.send({ path: root })).body })),
  );
  return lists.flatMap(({ root, list }) =>
    list.resources.map(({ name, namespaced }: Body) => {
      const [resource = '', subresource = ''] = name.split('/');
      return { root, resource, subresource, isNamespaced: namespaced };
    }),
  );
}

test('a path with a namespace reaches nothing that has none, and a subresource is not reached without its namespace', async () => {
  const served = await listServed();
  const subresources = served.filter(({ subresource }) => subresource !== '');
  expect(served.length).toBeGreaterThan(60);
  expect(subresources.length).toBeGreaterThan(30);
  const wrong = [
    ...served
      .filter(({ isNamespaced }) => !isNamespaced)
      .map(entry => pathOf(entry, `/namespaces/${namespace}`)),
    ...subresources.filter(({ isNamespaced }) => isNamespaced).map(entry => pathOf(entry, '')),
  ];
  const methods = ['GET', 'PUT', 'PATCH', 'POST', 'DELETE'];
  const calls = wrong.flatMap(path => methods.map(method => ({ method, path })));
  const answers = await Promise.all(
    calls.map(async ({ method, path }) => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const body = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
      return { method, path, code: (await target.send({ method, path, type, ...body })).code };
    }),
  );
  expect(answers.filter(({ code }) => code !== 404)).toEqual([]);
});

function pathOf({ root, resource, subresource }: Served, scope: string): string {
  return `${root}${scope}/${resource}/default${subresource === '' ? '' : `/${subresource}`}`;
}

test('who may do anything in one namespace ends no other', async () => {
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;
  const user = `owner-of-${namespace}`;
  const bound = await target.send({
    method: 'POST',
    path: rbac,
    body: {
      metadata: { name: 'owner' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    },
  });
  expect(bound.code).toBe(201);
  const other = await target.makeNamespace();
  const headers = { 'Impersonate-User': user };
  await expect
    .poll(async () => (await target.send({ path: `/api/v1/namespaces/${namespace}/pods`, headers })).code, {
      timeout: 45_000,
    })
    .toBe(200);
  const ended = await target.send({
    method: 'PUT',
    path: `/api/v1/namespaces/${namespace}/namespaces/${other}/finalize`,
    headers,
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: other }, spec: { finalizers: [] } },
  });
  expect(ended.code).toBe(404);
  const { body } = await target.send({ path: `/api/v1/namespaces/${other}` });
  expect(body.spec.finalizers).toEqual(['kubernetes']);
});
