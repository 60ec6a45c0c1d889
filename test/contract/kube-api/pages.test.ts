import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Body, openTarget, type Target } from './target.ts';

let target: Target;
let path: string;

beforeAll(async () => {
  target = await openTarget();
  path = `/api/v1/namespaces/${await target.makeNamespace()}/configmaps`;
});
afterAll(() => target.close());

/** The names and what they hold, of those with a colour. */
const shown = (body: Body) => body.items.map((item: Body) => `${item.metadata.name} ${item.data.colour}`);
const list = (query: string) => target.send({ path: `${path}?labelSelector=coloured&${query}` });
const nextPage = (body: Body, query = 'limit=10') =>
  list(`${query}&continue=${encodeURIComponent(body.metadata.continue)}`);

async function paint(name: string, colour: string): Promise<void> {
  const body = { metadata: { name, labels: { coloured: 'yes' } }, data: { colour } };
  const made = await target.send({ method: 'POST', path, body });
  if (made.code === 409) await target.send({ method: 'PUT', path: `${path}/${name}`, body });
}

test('all pages of a list show the objects as they were at the first one', async () => {
  for (const name of ['a', 'c', 'e', 'g']) await paint(name, 'red');
  const { body: first } = await list('limit=2');
  expect(shown(first)).toEqual(['a red', 'c red']);

  await paint('b', 'blue');
  await paint('e', 'blue');
  await paint('f', 'blue');
  await target.send({ method: 'DELETE', path: `${path}/g` });
  await paint('g', 'blue');
  await paint('h', 'blue');
  await target.send({ method: 'DELETE', path: `${path}/h` });
  const { body: second } = await nextPage(first, 'limit=1');
  expect(shown(second)).toEqual(['e red']);
  const { body: last } = await nextPage(second);
  expect(shown(last)).toEqual(['g red']);
  expect(last.metadata.continue ?? '').toBe('');

  const versions = [first, second, last].map(page => page.metadata.resourceVersion);
  expect(new Set(versions).size).toBe(1);
  const exactly = await list(`resourceVersion=${versions[0]}&resourceVersionMatch=Exact`);
  expect(shown(exactly.body)).toEqual(['a red', 'c red', 'e red', 'g red']);
  const { body: now } = await list(`resourceVersion=${versions[0]}&resourceVersionMatch=NotOlderThan`);
  expect(shown(now)).toEqual(['a red', 'b blue', 'c red', 'e blue', 'f blue', 'g blue']);
});

test('a page is of its own version: no other can be asked for', async () => {
  for (const name of ['a', 'b']) await paint(name, 'red');
  const { body: first } = await list('limit=1');
  const version = first.metadata.resourceVersion;
  const refused = await nextPage(first, `limit=1&resourceVersion=${version}`);
  expect(refused.code).toBe(400);
  expect(refused.body.message).toBe('specifying resource version is not allowed when using continue');
});

test('a version that is yet to come times out', async () => {
  const { body } = await list('');
  const future = Number(body.metadata.resourceVersion) + 1_000_000;
  for (const match of ['', '&resourceVersionMatch=Exact']) {
    const refused = await list(`resourceVersion=${future}${match}`);
    expect(refused.code).toBe(504);
    expect(refused.body.reason).toBe('Timeout');
    expect(refused.body.message).toContain(`Too large resource version: ${future}, current: `);
    expect(refused.body.details.causes).toEqual([
      { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' },
    ]);
  }
});
