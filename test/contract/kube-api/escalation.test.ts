import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTarget, type Target } from './target.ts';

const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
const run = randomBytes(4).toString('hex');
const user = `role-writer-${run}`;
const headers = { 'Impersonate-User': user };
const readsConfigMaps = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
const gatherSecrets = { clusterRoleSelectors: [{ matchLabels: { [`gathers-${run}`]: 'true' } }] };

let target: Target;
const made: string[] = [];

async function make(
  path: string,
  body: { metadata: { name: string }; [field: string]: unknown },
): Promise<void> {
  expect((await target.send({ method: 'POST', path, body })).code).toBe(201);
  made.push(`${path}/${body.metadata.name}`);
}

beforeAll(async () => {
  target = await openTarget();
  const writesRoles = {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles'],
    // Without `escalate`, which allows what this file expects to be refused.
    verbs: ['get', 'list', 'create', 'update', 'patch', 'delete'],
  };
  await make(roles, { metadata: { name: user }, rules: [writesRoles, readsConfigMaps] });
  await make(bindings, {
    metadata: { name: user },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: user },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
  const readsSecrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };
  await make(roles, { metadata: { name: `secrets-${run}` }, rules: [readsSecrets] });
  await make(roles, { metadata: { name: `gathering-${run}` }, aggregationRule: gatherSecrets });
  await make(roles, { metadata: { name: `plain-${run}` }, rules: [readsConfigMaps] });
  await vi.waitFor(async () => expect((await target.send({ path: roles, headers })).code).toBe(200), {
    timeout: 45_000,
  });
});
afterAll(async () => {
  for (const path of made.reverse()) await target.send({ method: 'DELETE', path });
  await target.close();
});

const merge = 'application/merge-patch+json';
const needsEverything = 'must have cluster-admin privileges to use the aggregationRule';
const notHeld = 'is attempting to grant RBAC permissions not currently held';

test.each([
  {
    what: 'creates a role that gathers others',
    call: {
      method: 'POST',
      path: roles,
      body: { metadata: { name: `new-${run}` }, aggregationRule: gatherSecrets },
    },
    message: needsEverything,
  },
  {
    what: 'creates a role that gathers by expressions',
    call: {
      method: 'POST',
      path: roles,
      body: {
        metadata: { name: `new-${run}` },
        aggregationRule: {
          clusterRoleSelectors: [{ matchExpressions: [{ key: 'kept-for', operator: 'Exists' }] }],
        },
      },
    },
    message: needsEverything,
  },
  {
    what: 'makes a role gather others',
    call: {
      method: 'PATCH',
      path: `${roles}/plain-${run}`,
      type: merge,
      body: { aggregationRule: gatherSecrets },
    },
    message: needsEverything,
  },
  {
    what: 'changes what a role gathers',
    call: {
      method: 'PATCH',
      path: `${roles}/gathering-${run}`,
      type: merge,
      body: { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'kept-for': 'admins' } }] } },
    },
    message: needsEverything,
  },
  {
    what: 'ends that a role gathers others',
    call: {
      method: 'PATCH',
      path: `${roles}/gathering-${run}`,
      type: merge,
      body: { aggregationRule: null },
    },
    message: needsEverything,
  },
  {
    what: 'labels a role beyond their own rights, so that another gathers it',
    call: {
      method: 'PATCH',
      path: `${roles}/secrets-${run}`,
      type: merge,
      body: { metadata: { labels: { [`gathers-${run}`]: 'true' } } },
    },
    message: notHeld,
  },
  {
    what: 'applies a role that gathers others',
    call: {
      method: 'PATCH',
      path: `${roles}/applied-${run}?fieldManager=test`,
      type: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: `applied-${run}` },
        aggregationRule: gatherSecrets,
      },
    },
    message: needsEverything,
  },
])('a user without all rights $what: refused', async ({ call, message }) => {
  const { code, body } = await target.send({ ...call, headers });
  expect({ code, message: body.message }).toEqual({ code: 403, message: expect.stringContaining(message) });
});

test('a user without all rights labels a role within their own, and a garbage collector’s field of any', async () => {
  const labelled = await target.send({
    method: 'PATCH',
    path: `${roles}/plain-${run}`,
    type: merge,
    body: { metadata: { labels: { [`gathers-${run}`]: 'true' } } },
    headers,
  });
  expect(labelled.code).toBe(200);
  const held = await target.send({
    method: 'PATCH',
    path: `${roles}/secrets-${run}`,
    type: merge,
    body: { metadata: { finalizers: [] } },
    headers,
  });
  expect(held.code).toBe(200);
});
