import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, openTarget, type Target } from './target.ts';

let target: Target;
let path: string;

beforeAll(async () => {
  target = await openTarget();
  path = `/apis/apps/v1/namespaces/${await target.makeNamespace()}/deployments`;
});
afterAll(() => target.close());

const deployment = (
  name: string,
  { replicas, env, annotations }: { replicas?: number; env: string[]; annotations?: Body },
) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, ...(annotations && { annotations }) },
  spec: {
    ...(replicas !== undefined && { replicas }),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'example/app:1',
            env: env.map(variable => ({ name: variable, value: '1' })),
          },
        ],
      },
    },
  },
});

const apply = (body: Body, manager: string, query = '') =>
  target.send({
    method: 'PATCH',
    path: `${path}/${body.metadata.name}?fieldManager=${manager}${query}`,
    type: 'application/apply-patch+yaml',
    body,
  });
const envOf = (body: Body) =>
  body.spec.template.spec.containers[0].env.map((variable: Body) => variable.name);

test('creates what is not there and says who owns it', async () => {
  const { code, body } = await apply(deployment('made', { replicas: 0, env: ['A'] }), 'first');
  expect(code).toBe(201);
  const [owner] = body.metadata.managedFields;
  expect(owner).toMatchObject({
    manager: 'first',
    operation: 'Apply',
    apiVersion: 'apps/v1',
    fieldsType: 'FieldsV1',
  });
  expect(owner.fieldsV1['f:spec']['f:replicas']).toEqual({});
  expect(
    owner.fieldsV1['f:spec']['f:template']['f:spec']['f:containers']['k:{"name":"main"}']['f:image'],
  ).toEqual({});
});

test('applying the same again changes nothing', async () => {
  const first = await apply(deployment('same', { replicas: 0, env: ['A'] }), 'first');
  const second = await apply(deployment('same', { replicas: 0, env: ['A'] }), 'first');
  expect(second.code).toBe(200);
  expect(second.body.metadata.generation).toBe(first.body.metadata.generation);
});

test('removes what its manager left out, keeps what others added', async () => {
  await apply(deployment('trimmed', { replicas: 0, env: ['A', 'B'] }), 'first');
  await apply(deployment('trimmed', { env: ['C'], annotations: { note: 'second' } }), 'second');
  const { body } = await apply(deployment('trimmed', { replicas: 0, env: ['A'] }), 'first');
  expect(envOf(body).sort()).toEqual(['A', 'C']);
  expect(body.metadata.annotations.note).toBe('second');
});

test('refuses to change what another manager owns, unless forced', async () => {
  await apply(deployment('contested', { replicas: 0, env: ['A'] }), 'first');
  const refused = await apply(deployment('contested', { replicas: 1, env: ['A'] }), 'second');
  expect(refused.code).toBe(409);
  expect(refused.body.message).toBe('Apply failed with 1 conflict: conflict with "first": .spec.replicas');
  expect(refused.body.details.causes).toEqual([
    { reason: 'FieldManagerConflict', message: 'conflict with "first"', field: '.spec.replicas' },
  ]);
  const forced = await apply(deployment('contested', { replicas: 1, env: ['A'] }), 'second', '&force=true');
  expect(forced.body.spec.replicas).toBe(1);
  const first = forced.body.metadata.managedFields.find((owner: Body) => owner.manager === 'first');
  expect(first.fieldsV1['f:spec']['f:replicas']).toBeUndefined();
});

test('an update takes over what it changes', async () => {
  await apply(deployment('updated', { replicas: 0, env: ['A'] }), 'first');
  await target.send({
    method: 'PATCH',
    path: `${path}/updated?fieldManager=person`,
    type: 'application/merge-patch+json',
    body: { spec: { replicas: 1 } },
  });
  const { code, body } = await apply(deployment('updated', { replicas: 0, env: ['A'] }), 'first');
  expect(code).toBe(409);
  expect(body.message).toContain('conflict with "person" using apps/v1');
});
