import { customResourceDefinitions } from '@cartridge-on-kubernetes/api';
import { expect, test } from 'vitest';
import { type FieldSchema, missingFields } from './missing-fields.ts';

const string: FieldSchema = {};
const object = (properties: Record<string, FieldSchema>): FieldSchema => ({ properties });

test.each<[string, FieldSchema, FieldSchema, string[]]>([
  [
    'a field',
    object({ spec: object({ a: string, b: string }) }),
    object({ spec: object({ a: string }) }),
    ['spec.b'],
  ],
  ['a whole part, by its outermost name', object({ status: object({ a: string }) }), object({}), ['status']],
  [
    'a field of list items',
    object({ list: { items: object({ a: string }) } }),
    object({ list: { items: object({}) } }),
    ['list[].a'],
  ],
  [
    'a field of map values',
    object({ map: { additionalProperties: object({ a: string }) } }),
    object({ map: { additionalProperties: object({}) } }),
    ['map.*.a'],
  ],
  [
    'nothing where unknown fields are kept',
    object({ spec: object({ a: string }) }),
    object({ spec: { 'x-kubernetes-preserve-unknown-fields': true } }),
    [],
  ],
  ['nothing that every object has', object({ metadata: object({ a: string }) }), object({}), []],
  ['nothing that only a later operator knows', object({}), object({ spec: object({ a: string }) }), []],
])('finds %s', (_, wanted, served, expected) => {
  expect(missingFields(wanted, served)).toEqual(expected);
});

test('our own definitions lack nothing of themselves', () => {
  for (const definition of customResourceDefinitions().values()) {
    const { versions } = definition.spec as { versions: [{ schema: { openAPIV3Schema: FieldSchema } }] };
    const schema = versions[0].schema.openAPIV3Schema;
    expect(missingFields(schema, schema)).toEqual([]);
    expect(missingFields(schema, {})).toEqual(['spec', 'status'].filter(name => schema.properties?.[name]));
  }
});
