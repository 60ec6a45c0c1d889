import { expect, test } from 'vitest';
import { buildQuery } from './query.ts';
import { readSchema } from './schema.ts';

const named = (name: string) => ({ name });
const wrapped = (name: string) => ({ name: null, ofType: { name: null, ofType: { name } } });

const schema = readSchema({
  __schema: {
    queryType: { name: 'Query' },
    types: [
      { name: 'Query', fields: [{ name: 'servers', type: wrapped('Server') }] },
      {
        name: 'Server',
        fields: [
          { name: 'uri', type: wrapped('String') },
          { name: 'boxinfo', type: named('Box') },
        ],
      },
      { name: 'Box', fields: [{ name: 'version', type: named('String') }] },
      { name: 'String', fields: null },
    ],
  },
});

test('only known fields are asked for', () => {
  const selection = {
    servers: { uri: true, zone: true, boxinfo: { version: true, ro: true } },
    cluster: { a: true },
  };

  expect(buildQuery(schema, selection as never)).toBe('{ servers { uri boxinfo { version } } }');
});

test('an object without a known field is left out whole', () => {
  expect(buildQuery(schema, { servers: { uri: true, boxinfo: { ro: true } } })).toBe('{ servers { uri } }');
});

test('nothing known is no query at all', () => {
  expect(buildQuery(schema, { cluster: { self: { uri: true } } })).toBeNull();
});
