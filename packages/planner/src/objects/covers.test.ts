import { expect, test } from 'vitest';
import { covers } from './covers.ts';

test.each([
  ['defaults that the server filled in', { image: 'a', imagePullPolicy: 'Always' }, { image: 'a' }],
  ['quantities in another spelling', { cpu: '100m', memory: '1Gi' }, { cpu: '0.1', memory: '1024Mi' }],
  ['nulls and empty values that it dropped', {}, { env: [], nodeSelector: {}, hostname: '', affinity: null }],
])('covers %s', (_, live, wanted) => {
  expect(covers(live, wanted)).toBe(true);
});

test.each([
  ['another value', { image: 'a' }, { image: 'b' }],
  ['a missing field', {}, { image: 'a' }],
  ['a list that is longer', { containers: [{ name: 'a' }, { name: 'b' }] }, { containers: [{ name: 'a' }] }],
  ['another quantity', { cpu: '100m' }, { cpu: '0.2' }],
])('does not cover %s', (_, live, wanted) => {
  expect(covers(live, wanted)).toBe(false);
});
