import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, openTarget, type Target } from './target.ts';

let target: Target;
let configMaps: string;
let namespace: string;

beforeAll(async () => {
  target = await openTarget();
  namespace = await target.makeNamespace();
  configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
});
afterAll(() => target.close());

const create = (path: string, body: Body) => target.send({ method: 'POST', path, body });
const statefulSet = (name: string, spec: Body = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name },
  spec: {
    serviceName: name,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'main', image: 'example/app:1' }] },
    },
    ...spec,
  },
});

describe('create', () => {
  test('gives the object its uid, version and time', async () => {
    const { code, body } = await create(configMaps, { metadata: { name: 'made' }, data: { a: 'b' } });
    expect(code).toBe(201);
    expect(body).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } });
    expect(body.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
    expect(body.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test('refuses a name that is taken', async () => {
    await create(configMaps, { metadata: { name: 'taken' } });
    const { code, body } = await create(configMaps, { metadata: { name: 'taken' } });
    expect(code).toBe(409);
    expect(body).toMatchObject({
      kind: 'Status',
      reason: 'AlreadyExists',
      message: 'configmaps "taken" already exists',
    });
  });

  test('refuses a namespace that does not exist', async () => {
    const { code, body } = await create('/api/v1/namespaces/not-there/configmaps', {
      metadata: { name: 'a' },
    });
    expect(code).toBe(404);
    expect(body.message).toBe('namespaces "not-there" not found');
  });

  test('refuses a name that is no DNS subdomain', async () => {
    const { code, body } = await create(configMaps, { metadata: { name: 'Not_A_Name' } });
    expect(code).toBe(422);
    expect(body.reason).toBe('Invalid');
    expect(body.message).toContain(
      'metadata.name: Invalid value: "Not_A_Name": a lowercase RFC 1123 subdomain must consist of',
    );
  });

  test('makes a name from generateName', async () => {
    const { body } = await create(configMaps, { metadata: { generateName: 'some-' } });
    expect(body.metadata.name).toMatch(/^some-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('a dry run answers and keeps nothing', async () => {
    const { code } = await create(`${configMaps}?dryRun=All`, { metadata: { name: 'dry' } });
    expect(code).toBe(201);
    expect((await target.send({ path: `${configMaps}/dry` })).code).toBe(404);
  });

  test('unknown fields are refused, warned about or ignored, as asked', async () => {
    const body = { metadata: { name: 'unknown' }, bogus: 1 };
    const strict = await create(`${configMaps}?fieldValidation=Strict&dryRun=All`, body);
    expect(strict.code).toBe(400);
    expect(strict.body.message).toContain('strict decoding error: unknown field "bogus"');
    const warned = await create(`${configMaps}?fieldValidation=Warn&dryRun=All`, body);
    expect(warned.headers.warning).toContain('unknown field \\"bogus\\"');
    const ignored = await create(`${configMaps}?fieldValidation=Ignore&dryRun=All`, body);
    expect(ignored.headers.warning).toBeUndefined();
  });
});

describe('update', () => {
  test('refuses a version that is not the latest', async () => {
    const { body } = await create(configMaps, { metadata: { name: 'locked' }, data: { a: '1' } });
    const path = `${configMaps}/locked`;
    await target.send({ method: 'PUT', path, body: { ...body, data: { a: '2' } } });
    const stale = await target.send({ method: 'PUT', path, body: { ...body, data: { a: '3' } } });
    expect(stale.code).toBe(409);
    expect(stale.body.message).toBe(
      'Operation cannot be fulfilled on configmaps "locked": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  test('that changes nothing keeps the version', async () => {
    const { body } = await create(configMaps, { metadata: { name: 'same' }, data: { a: '1' } });
    const again = await target.send({ method: 'PUT', path: `${configMaps}/same`, body });
    expect(again.body.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  });

  test('of a StatefulSet refuses fields that cannot change', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets`;
    const { body } = await create(path, statefulSet('fixed'));
    const changed = { ...body, spec: { ...body.spec, serviceName: 'other' } };
    const answer = await target.send({ method: 'PUT', path: `${path}/fixed`, body: changed });
    expect(answer.code).toBe(422);
    expect(answer.body.message).toBe(
      `StatefulSet.apps "fixed" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden`,
    );
  });

  test('of the spec counts the generation, of the status does not', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets`;
    const { body } = await create(path, statefulSet('counted', { replicas: 1 }));
    expect(body.metadata.generation).toBe(1);
    const merge = { method: 'PATCH', type: 'application/merge-patch+json' };
    const status = await target.send({
      ...merge,
      path: `${path}/counted/status`,
      body: { status: { observedGeneration: 1 } },
    });
    expect(status.body.metadata.generation).toBe(1);
    const labelled = await target.send({
      ...merge,
      path: `${path}/counted`,
      body: { metadata: { labels: { a: 'b' } } },
    });
    expect(labelled.body.metadata.generation).toBe(1);
    const scaled = await target.send({ ...merge, path: `${path}/counted`, body: { spec: { replicas: 0 } } });
    expect(scaled.body.metadata.generation).toBe(2);
  });
});

describe('patch', () => {
  test('strategic merge joins lists by their key', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets`;
    await create(path, statefulSet('strategic', { replicas: 0 }));
    const body = {
      spec: { template: { spec: { containers: [{ name: 'side', image: 'example/side:1' }] } } },
    };
    const answer = await target.send({
      method: 'PATCH',
      path: `${path}/strategic`,
      type: 'application/strategic-merge-patch+json',
      body,
    });
    expect(answer.body.spec.template.spec.containers.map((container: Body) => container.name).sort()).toEqual(
      ['main', 'side'],
    );
  });

  test('JSON merge removes what is null', async () => {
    await create(configMaps, { metadata: { name: 'merged' }, data: { a: '1', b: '2' } });
    const answer = await target.send({
      method: 'PATCH',
      path: `${configMaps}/merged`,
      type: 'application/merge-patch+json',
      body: { data: { a: null, c: '3' } },
    });
    expect(answer.body.data).toEqual({ b: '2', c: '3' });
  });

  test('JSON patch tests before it changes', async () => {
    await create(configMaps, { metadata: { name: 'json' }, data: { a: '1' } });
    const type = 'application/json-patch+json';
    const path = `${configMaps}/json`;
    const refused = await target.send({
      method: 'PATCH',
      path,
      type,
      body: [{ op: 'test', path: '/data/a', value: '2' }],
    });
    expect(refused.code).toBe(422);
    const done = await target.send({
      method: 'PATCH',
      path,
      type,
      body: [{ op: 'replace', path: '/data/a', value: '5' }],
    });
    expect(done.body.data).toEqual({ a: '5' });
  });
});

describe('delete', () => {
  test('tells what was deleted', async () => {
    const { body } = await create(configMaps, { metadata: { name: 'gone' } });
    const answer = await target.send({ method: 'DELETE', path: `${configMaps}/gone` });
    expect(answer.body).toMatchObject({
      status: 'Success',
      details: { name: 'gone', kind: 'configmaps', uid: body.metadata.uid },
    });
  });

  test('waits for finalizers', async () => {
    await create(configMaps, { metadata: { name: 'held', finalizers: ['example.com/hold'] } });
    const path = `${configMaps}/held`;
    await target.send({ method: 'DELETE', path });
    const held = await target.send({ path });
    expect(held.body.metadata.deletionTimestamp).toBeDefined();
    await target.send({
      method: 'PATCH',
      path,
      type: 'application/merge-patch+json',
      body: { metadata: { finalizers: null } },
    });
    expect((await target.send({ path })).code).toBe(404);
  });

  test('of a collection takes what the selector finds', async () => {
    await create(configMaps, { metadata: { name: 'red', labels: { colour: 'red' } } });
    await create(configMaps, { metadata: { name: 'blue', labels: { colour: 'blue' } } });
    await target.send({ method: 'DELETE', path: `${configMaps}?labelSelector=colour%3Dred` });
    expect((await target.send({ path: `${configMaps}/red` })).code).toBe(404);
    expect((await target.send({ path: `${configMaps}/blue` })).code).toBe(200);
  });
});
