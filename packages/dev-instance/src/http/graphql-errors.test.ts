import { buildSchema, type GraphQLError, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { schemaText } from './generated/admin-schema.ts';
import { toSyntaxError, toValidationError } from './graphql-errors.ts';

const schema = buildSchema(schemaText);

test.each([
  ['{ servers { uuid', '1.17: syntax error, unexpected EOF'],
  ['{\n  servers )', '2.11: syntax error, unexpected )'],
])('%j is no GraphQL', (query, message) => {
  let problem: unknown;
  try {
    parse(query);
  } catch (error) {
    problem = error;
  }
  expect(toSyntaxError(problem as GraphQLError, query)).toEqual({ message });
});

test.each([
  ['{ servers { nope } }', 'Field "nope" is not defined on type "Server"'],
  ['query($p: JSON) { servers(uuid: $p) { uri } }', 'Variable specifies unknown type "JSON"'],
  ['{ servers(name: "x") { uri } }', 'Non-existent argument "name"'],
  ['mutation { probe_server }', 'Non-Null argument "uri" is missing'],
])('%s does not fit the schema', (query, message) => {
  const [problem] = validate(schema, parse(query));
  expect(problem && toValidationError(problem)).toEqual({ message });
});

test.each([
  ['EditServerInput', 'electable', true],
  ['EditServerInput', 'rebalancer', false],
  ['MutationApicluster', 'enable_servers', false],
  ['MutationApicluster', 'restart_replication', true],
])('%s has %s as 2.7.9 has it: %s', (type, field, isThere) => {
  const found = schema.getType(type);
  expect(found && 'getFields' in found && field in found.getFields()).toBe(isThere);
});
