import { expect, test } from 'vitest';
import { matchRoute } from './route.ts';

const routes = [
  { method: 'GET', path: '/kv/:key', handler: 'read' },
  { method: 'PUT', path: '/kv/:key', handler: 'update' },
  { method: 'ANY', path: '/files/*path', handler: 'file' },
  { method: 'GET', path: '/', handler: 'root' },
];

test.each([
  ['GET', '/kv/a%20b', 'read', { key: 'a b' }],
  ['PUT', '/kv/x/', 'update', { key: 'x' }],
  ['DELETE', '/files/a/b.css', 'file', { path: 'a/b.css' }],
  ['GET', '/files', 'file', { path: '' }],
  ['HEAD', '/', 'root', {}],
])('%s %s goes to %s', (method, path, handler, stashes) => {
  expect(matchRoute(routes, method, path)).toEqual({ handler, stashes });
});

test.each([
  ['GET', '/kv'],
  ['GET', '/kv/a/b'],
  ['POST', '/kv/a'],
])('%s %s goes nowhere', (method, path) => {
  expect(matchRoute(routes, method, path)).toBeNull();
});
