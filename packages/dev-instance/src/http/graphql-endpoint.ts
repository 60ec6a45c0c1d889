import {
  buildSchema,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLScalarType,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { schemaText } from './generated/admin-schema.ts';
import type { GraphqlContext } from './graphql-context.ts';
import { toExecutionError, toSyntaxError, toValidationError, type WireError } from './graphql-errors.ts';
import { mutationFields } from './resolvers/mutations.ts';
import { queryFields } from './resolvers/queries.ts';
import { serverFields } from './resolvers/server-fields.ts';

interface GraphqlRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

export type GraphqlAnswer = { readonly data: unknown } | { readonly errors: readonly [WireError] };

const refuse = (message: string): GraphqlAnswer => ({ errors: [{ message }] });
let schema: GraphQLSchema | undefined;

/** Data or one error, never both. */
export async function answerGraphql(body: unknown, context: GraphqlContext): Promise<GraphqlAnswer> {
  if (body === null || typeof body !== 'object') return refuse('Body should be a valid JSON');
  const { query, variables, operationName } = body as GraphqlRequest;
  if (typeof query !== 'string') return refuse("Body should have 'query' field");
  if (variables != null && typeof variables !== 'object') return refuse("'variables' should be a dictionary");
  if (operationName != null && typeof operationName !== 'string')
    return refuse("'operationName' should be string");
  schema ??= openSchema();
  try {
    const document = parse(query);
    const [problem] = validate(schema, document);
    if (problem !== undefined) return { errors: [toValidationError(problem)] };
    const result = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables as Record<string, unknown> | null,
      operationName: operationName || undefined,
    });
    const [failure] = result.errors ?? [];
    return failure === undefined ? { data: result.data } : { errors: [toExecutionError(failure)] };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [toSyntaxError(error, query)] };
    throw error;
  }
}

function openSchema(): GraphQLSchema {
  const built = buildSchema(schemaText, { assumeValid: true });
  const long = built.getType('Long') as GraphQLScalarType;
  long.serialize = value => value;
  const resolvers = { ...queryFields, ...mutationFields, ...serverFields };
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = built.getType(typeName);
    if (type === undefined || !('getFields' in type)) throw new Error(`The schema has no type ${typeName}`);
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (field === undefined || !('resolve' in field))
        throw new Error(`The schema has no field ${typeName}.${name}`);
      field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  return built;
}
