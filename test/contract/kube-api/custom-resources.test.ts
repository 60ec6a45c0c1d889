import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Body, openTarget, type Target } from './target.ts';

const group = `contract${randomBytes(3).toString('hex')}.example.com`;
let target: Target;
let widgets: string;

beforeAll(async () => {
  target = await openTarget();
  const namespace = await target.makeNamespace();
  widgets = `/apis/${group}/v1/namespaces/${namespace}/widgets`;
  await target.send({ method: 'POST', path: definitions, body: definition });
  await vi.waitFor(async () => expect((await target.send({ path: widgets })).code).toBe(200), {
    timeout: 45_000,
  });
});
afterAll(async () => {
  await target.send({ method: 'DELETE', path: `${definitions}/widgets.${group}` });
  await target.close();
});

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `widgets.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
        },
        additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                'x-kubernetes-validations': [
                  { rule: 'self.size <= self.max', message: 'size must not exceed max' },
                  { rule: 'self.name == oldSelf.name', message: 'name is immutable' },
                ],
                properties: {
                  size: { type: 'integer', minimum: 1 },
                  max: { type: 'integer', default: 10 },
                  name: { type: 'string', default: 'x', pattern: '^[a-z]+$' },
                  replicas: { type: 'integer', default: 1 },
                  mode: { type: 'string', enum: ['fast', 'safe'] },
                },
              },
              status: { type: 'object', properties: { replicas: { type: 'integer' } } },
            },
          },
        },
      },
    ],
  },
};

const create = (name: string, spec: Body, query = '') =>
  target.send({
    method: 'POST',
    path: `${widgets}${query}`,
    body: { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name }, spec, status: { replicas: 9 } },
  });

describe('what is stored', () => {
  test('has defaults and no unknown fields, and no status on creation', async () => {
    const { code, body } = await create('pruned', { size: 2, bogus: true });
    expect(code).toBe(201);
    expect(body.spec).toEqual({ size: 2, max: 10, name: 'x', replicas: 1 });
    expect(body.status).toBeUndefined();
    expect(body.metadata.generation).toBe(1);
  });

  test('takes its status from the status subresource alone', async () => {
    await create('reported', { size: 1 });
    const merge = { method: 'PATCH', type: 'application/merge-patch+json' };
    const ignored = await target.send({
      ...merge,
      path: `${widgets}/reported`,
      body: { status: { replicas: 1 } },
    });
    expect(ignored.body.status).toBeUndefined();
    const taken = await target.send({
      ...merge,
      path: `${widgets}/reported/status`,
      body: { status: { replicas: 1 }, spec: { size: 5 } },
    });
    expect(taken.body).toMatchObject({ status: { replicas: 1 }, spec: { size: 1 } });
  });

  test('scales by the paths of the definition', async () => {
    await create('scaled', { size: 1 });
    const scale = await target.send({
      method: 'PATCH',
      path: `${widgets}/scaled/scale`,
      type: 'application/merge-patch+json',
      body: { spec: { replicas: 4 } },
    });
    expect(scale.body).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 4 } });
    expect((await target.send({ path: `${widgets}/scaled` })).body.spec.replicas).toBe(4);
  });
});

const notChecked =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

describe('what is refused', () => {
  const cases: Array<[string, Body, string]> = [
    [
      'a bound',
      { size: 0 },
      'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
    ],
    [
      'a type',
      { size: 'x' },
      `[spec.size: Invalid value: "string": spec.size in body must be of type integer: "string", ${notChecked}]`,
    ],
    ['a missing field', {}, `[spec.size: Required value, ${notChecked}]`],
    [
      'an enum',
      { size: 1, mode: 'odd' },
      `[spec.mode: Unsupported value: "odd": supported values: "fast", "safe", ${notChecked}]`,
    ],
    [
      'a pattern',
      { size: 1, name: 'A1' },
      `spec.name: Invalid value: "A1": spec.name in body should match '^[a-z]+$'`,
    ],
    ['a rule', { size: 11 }, 'spec: Invalid value: "object": size must not exceed max'],
  ];
  test.each(cases)('%s', async (_what, spec, message) => {
    const { code, body } = await create('refused', spec);
    expect(code).toBe(422);
    expect(body.message).toBe(`Widget.${group} "refused" is invalid: ${message}`);
  });

  test('a change that a transition rule forbids', async () => {
    await create('fixed', { size: 1, name: 'a' });
    const { body } = await target.send({
      method: 'PATCH',
      path: `${widgets}/fixed`,
      type: 'application/merge-patch+json',
      body: { spec: { name: 'b' } },
    });
    expect(body.message).toContain('spec: Invalid value: "object": name is immutable');
  });

  test('an unknown field when strict', async () => {
    const { code, body } = await create('strict', { size: 1, bogus: true }, '?fieldValidation=Strict');
    expect(code).toBe(400);
    expect(body.message).toContain('strict decoding error: unknown field "spec.bogus"');
  });
});

test('is discovered, explained and printed', async () => {
  const { body: discovery } = await target.send({ path: `/apis/${group}/v1` });
  expect(discovery.resources.map((resource: Body) => resource.name).sort()).toEqual([
    'widgets',
    'widgets/scale',
    'widgets/status',
  ]);
  await expect
    .poll(async () => Object.keys((await target.send({ path: '/openapi/v3' })).body?.paths ?? {}), {
      timeout: 45_000,
    })
    .toContain(`apis/${group}/v1`);
  await create('printed', { size: 7 });
  const { body: table } = await target.send({
    path: `${widgets}/printed`,
    headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' },
  });
  expect(table.columnDefinitions.map((column: Body) => column.name)).toEqual(['Name', 'Size']);
  expect(table.rows[0].cells).toEqual(['printed', 7]);
});

test('the watches of a kind end when its definition changes', async () => {
  const isOver = target.send({ path: `${widgets}?watch=true&timeoutSeconds=300` }).then(() => true);
  await vi.waitFor(
    async () => {
      const column = {
        name: `Column${randomBytes(2).toString('hex')}`,
        type: 'string',
        jsonPath: '.spec.mode',
      };
      const operations = [{ op: 'add', path: '/spec/versions/0/additionalPrinterColumns/-', value: column }];
      await target.send({
        method: 'PATCH',
        path: `${definitions}/widgets.${group}`,
        type: 'application/json-patch+json',
        body: operations,
      });
      expect(await Promise.race([isOver, target.send({ path: widgets }).then(() => false)])).toBe(true);
    },
    { timeout: 50_000, interval: 500 },
  );
});

test('preserveUnknownFields: false is not kept, is owned by who applied it, and others conflict with that', async () => {
  const name = `gadgets.${group}`;
  const { spec } = structuredClone(definition);
  const named = { plural: 'gadgets', kind: 'Gadget' };
  const gadgets = {
    ...definition,
    metadata: { name },
    spec: { ...spec, names: named, preserveUnknownFields: false },
  };
  const apply = (manager: string) =>
    target.send({
      method: 'PATCH',
      path: `${definitions}/${name}?fieldManager=${manager}`,
      type: 'application/apply-patch+yaml',
      body: gadgets,
    });
  try {
    const { body } = await apply('first');
    expect(body.spec).not.toHaveProperty('preserveUnknownFields');
    const mine = body.metadata.managedFields.find((entry: Body) => entry.manager === 'first');
    expect(mine.fieldsV1['f:spec']).toHaveProperty('f:preserveUnknownFields');
    expect((await apply('first')).code).toBe(200);
    const { code, body: refused } = await apply('second');
    expect([code, refused.details?.causes]).toEqual([
      409,
      [expect.objectContaining({ field: '.spec.preserveUnknownFields' })],
    ]);
  } finally {
    await target.send({ method: 'DELETE', path: `${definitions}/${name}` });
  }
});
