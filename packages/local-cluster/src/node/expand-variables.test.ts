import { expect, it } from 'vitest';
import { expandVariables } from './expand-variables.ts';

const values = new Map([['NAME', 'routers-0-0']]);

it.each([
  ['$(NAME).test-app', 'routers-0-0.test-app'],
  ['$$(NAME)', '$(NAME)'],
  ['$(UNKNOWN)', '$(UNKNOWN)'],
  ['$NAME $ 5$', '$NAME $ 5$'],
])('%s becomes %s', (text, expanded) => {
  expect(expandVariables(text, values)).toBe(expanded);
});
