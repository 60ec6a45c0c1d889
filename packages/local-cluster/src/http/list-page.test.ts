import { expect, test } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { readPage } from './list-page.ts';

const objects = ['a', 'b', 'c'].map(
  name => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }) as KubeObject,
);
const names = (items: KubeObject[]) => items.map(item => item.metadata.name);
const query = (text: string) => new URLSearchParams(text);

test('a page of a version that is forgotten is expired, with a token for the rest as it is now', () => {
  const first = readPage(query('limit=1'), { current: 5, objectsAt: () => objects });
  const now = {
    current: 9000,
    objectsAt: (version: number) => (version < 9000 ? 'expired' : objects),
  } as const;
  const refusal = refusalOf(() => readPage(query(`limit=1&continue=${first.continueToken}`), now));
  expect(refusal).toMatchObject({ code: 410, reason: 'Expired' });
  expect(refusal.message).toMatch(
    /^The provided continue parameter is too old .* may show up in the list\.$/,
  );
  const rest = readPage(query(`continue=${refusal.toStatus().metadata.continue}`), now);
  expect(names(rest.items)).toEqual(['b', 'c']);
  expect(rest.version).toBe(9000);
});

test('a version that is forgotten cannot be asked for', () => {
  const refusal = refusalOf(() =>
    readPage(query('resourceVersion=3&resourceVersionMatch=Exact'), {
      current: 9000,
      objectsAt: () => 'expired',
    }),
  );
  expect(refusal).toMatchObject({
    code: 410,
    message: 'The resourceVersion for the provided list is too old.',
  });
});

function refusalOf(call: () => unknown): ApiError {
  try {
    call();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}
