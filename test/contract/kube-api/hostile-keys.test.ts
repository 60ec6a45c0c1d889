import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTarget, type Target } from './target.ts';

// Keys that mean something to objects of JavaScript are data to Kubernetes, and no way to another object.

let target: Target;
let configMaps: string;

beforeAll(async () => {
  target = await openTarget();
  configMaps = `/api/v1/namespaces/${await target.makeNamespace()}/configmaps`;
});
afterAll(() => target.close());

const data = '{"__proto__":"a","constructor":"b","toString":"c"}';
const make = (name: string, text = '{}') =>
  target.send({ method: 'POST', path: configMaps, body: { metadata: { name }, data: JSON.parse(text) } });
const readData = async (name: string) => {
  const { body } = await target.send({ method: 'GET', path: `${configMaps}/${name}` });
  return JSON.stringify(Object.fromEntries(Object.entries(body.data ?? {}).sort()));
};

test('an object keeps them', async () => {
  expect((await make('created', data)).code).toBe(201);
  expect(await readData('created')).toBe(data);
});

test.each([
  ['application/merge-patch+json', JSON.parse(`{"data":${data}}`)],
  ['application/strategic-merge-patch+json', JSON.parse(`{"data":${data}}`)],
  [
    'application/json-patch+json',
    ['__proto__', 'constructor', 'toString'].map((key, index) => ({
      op: 'add',
      path: `/data/${key}`,
      value: 'abc'[index],
    })),
  ],
])('a patch of type %s sets them', async (type, body) => {
  const name = type.replaceAll(/[^a-z]/g, '-');
  await make(name, '{"kept":"d"}');
  const answer = await target.send({ method: 'PATCH', path: `${configMaps}/${name}`, type, body });
  expect(answer.code).toBe(200);
  expect(await readData(name)).toBe(data.replace(',"toString"', ',"kept":"d","toString"'));
});

test('an apply sets them', async () => {
  const answer = await target.send({
    method: 'PATCH',
    path: `${configMaps}/applied?fieldManager=test`,
    type: 'application/apply-patch+yaml',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data: JSON.parse(data) },
  });
  expect(answer.code).toBe(201);
  expect(await readData('applied')).toBe(data);
});

test.each(['/metadata/__proto__/x', '/__proto__/x', '/data/constructor/prototype/x'])(
  'a JSON patch of %s is refused and changes no other object',
  async path => {
    await make('patched', '{"a":"1"}');
    const answer = await target.send({
      method: 'PATCH',
      path: `${configMaps}/patched`,
      type: 'application/json-patch+json',
      body: [{ op: 'add', path, value: 'y' }],
    });
    expect(answer.code).toBe(422);
    const other = await make(`other-${path.length}`, '{"a":"1"}');
    expect(other.body.x ?? other.body.data.x).toBeUndefined();
  },
);
