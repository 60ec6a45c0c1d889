import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTarget, type Target } from './target.ts';

let target: Target;
let namespace: string;

beforeAll(async () => {
  target = await openTarget();
  namespace = await target.makeNamespace();
});
afterAll(() => target.close());

async function tokenOf(account: string): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await target.send({ method: 'POST', path, body: { metadata: { name: account } } });
  const { body } = await target.send({
    method: 'POST',
    path: `${path}/${account}/token`,
    body: { spec: {} },
  });
  return body.status.token;
}

test.each(['/livez', '/readyz', '/healthz', '/version'])('anybody may read %s', async path => {
  expect((await target.send({ path, token: null })).code).toBe(200);
});

test('nobody without credentials reads or writes objects', async () => {
  const { code, body } = await target.send({ path: '/api/v1/namespaces', token: null });
  expect([401, 403]).toContain(code);
  expect(body.status).toBe('Failure');
  expect((await target.send({ path: '/api/v1/namespaces', token: 'wrong' })).code).toBe(401);
});

test('a service account may do what its role says, in its namespace, and no more', async () => {
  const token = await tokenOf('reader');
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const refused = await target.send({ path: secrets, token });
  expect(refused.code).toBe(403);
  expect(refused.body.message).toBe(
    `secrets is forbidden: User "system:serviceaccount:${namespace}:reader" cannot list resource "secrets" in API group "" in the namespace "${namespace}"`,
  );
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await target.send({
    method: 'POST',
    path: `${rbac}/roles`,
    body: {
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }],
    },
  });
  await target.send({
    method: 'POST',
    path: `${rbac}/rolebindings`,
    body: {
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace }],
    },
  });
  await expect
    .poll(async () => (await target.send({ path: secrets, token })).code, { timeout: 45_000 })
    .toBe(200);
  expect((await target.send({ path: '/api/v1/secrets', token })).code).toBe(403);
  expect(
    (await target.send({ method: 'POST', path: secrets, token, body: { metadata: { name: 'a' } } })).code,
  ).toBe(403);
});

test('a token says whose it is', async () => {
  const { body } = await target.send({
    method: 'POST',
    path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    token: await tokenOf('somebody'),
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
  });
  expect(body.status.userInfo.username).toBe(`system:serviceaccount:${namespace}:somebody`);
  expect(body.status.userInfo.groups).toContain(`system:serviceaccounts:${namespace}`);
});

test('access reviews answer for others', async () => {
  const review = async (user: string) => {
    const { body } = await target.send({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user, resourceAttributes: { verb: 'get', resource: 'pods', namespace } },
      },
    });
    return body.status.allowed;
  };
  expect(await review('nobody')).toBe(false);
});
