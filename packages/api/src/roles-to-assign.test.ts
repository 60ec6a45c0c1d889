import { expect, test } from 'vitest';
import { readRolesToAssign } from './roles-to-assign.ts';

const key = 'tarantool.io/rolesToAssign';

test.each([
  ['["app.roles.custom","vshard-router"]', { kind: 'roles', roles: ['app.roles.custom', 'vshard-router'] }],
  ['"custom.vshard-storage"', { kind: 'roles', roles: ['custom.vshard-storage'] }],
  ['[]', { kind: 'roles', roles: [] }],
  ['["a","a"]', { kind: 'roles', roles: ['a'] }],
  ['""', { kind: 'invalid', text: '""' }],
  ['[1]', { kind: 'invalid', text: '[1]' }],
  ['vshard-router', { kind: 'invalid', text: 'vshard-router' }],
])('annotation %s', (text, expected) => {
  expect(readRolesToAssign({ annotations: { [key]: text } })).toEqual(expected);
});

test('the dotted label is read only where there is no annotation', () => {
  expect(readRolesToAssign({ labels: { [key]: 'storage.metrics' } })).toEqual({
    kind: 'roles',
    roles: ['storage', 'metrics'],
  });
  expect(readRolesToAssign({ labels: { [key]: 'storage' }, annotations: { [key]: '["router"]' } })).toEqual({
    kind: 'roles',
    roles: ['router'],
  });
  expect(readRolesToAssign({})).toEqual({ kind: 'missing' });
});
