import { expect, it } from 'vitest';
import { NameRest } from './name-rest.ts';

const key = { namespace: 'tarantool', name: 'routers-0-0' };

it('lets a name rest for a moment after its pod is gone', () => {
  const rest = new NameRest();
  expect(rest.remaining(key, 0)).toBe(0);
  rest.remember(key, 1000);
  expect(rest.remaining(key, 1100)).toBe(150);
  expect(rest.remaining({ namespace: 'other', name: 'routers-0-0' }, 1100)).toBe(0);
  expect(rest.remaining(key, 1250)).toBe(0);
});
