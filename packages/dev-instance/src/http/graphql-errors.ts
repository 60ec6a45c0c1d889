import { type GraphQLError, getLocation, Source } from 'graphql';
import { CartridgeError } from '../errors.ts';

export interface WireError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, string>>;
}

const STACK = 'stack traceback:\n\tnot available in the dev instance';

/** An error of a resolver, with its class as Cartridge sends it. */
export function toExecutionError(error: GraphQLError): WireError {
  const original = error.originalError;
  if (original instanceof CartridgeError) {
    return {
      message: original.message,
      extensions: {
        'io.tarantool.errors.class_name': original.className,
        'io.tarantool.errors.stack': STACK,
      },
    };
  }
  return { message: original?.message ?? error.message };
}

/** A text that is no GraphQL: place and surprise, as Cartridge's parser words it. */
export function toSyntaxError(error: GraphQLError, query: string): WireError {
  const position = error.positions?.[0] ?? query.length;
  const { line, column } = getLocation(new Source(query), position);
  const found =
    /, found (.*)\.$/.exec(error.message)?.[1] ?? /Unexpected (.*)\.$/.exec(error.message)?.[1] ?? 'text';
  const surprise = found === '<EOF>' ? 'EOF' : found.replace(/^Name /, '').replaceAll('"', '');
  return { message: `${line}.${column}: syntax error, unexpected ${surprise}` };
}

const WORDINGS: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^Cannot query field "(\w+)" on type "(\w+)"/, m => `Field "${m[1]}" is not defined on type "${m[2]}"`],
  [/^Unknown type "(\w+)"/, m => `Variable specifies unknown type "${m[1]}"`],
  [/^Unknown argument "(\w+)" on field "(?:\w+\.)?(\w+)"/, m => `Non-existent argument "${m[1]}"`],
  [
    /^Field "(\w+)" argument "(\w+)" of type "([^"]+)" is required/,
    m => `Non-Null argument "${m[2]}" is missing`,
  ],
  [
    /^Field "(\w+)" of type "([^"]+)" must have a selection/,
    m => `Complex field "${m[1]}" must have a sub-selection`,
  ],
  [/^Variable "\$(\w+)" is not defined/, m => `Unknown variable "${m[1]}"`],
  [/^Variable "\$(\w+)" of required type/, m => `Variable "${m[1]}" expected to be non-null`],
];

/** A query that does not fit the schema. Where Cartridge's words are not known, graphql's are kept. */
export function toValidationError(error: GraphQLError): WireError {
  for (const [pattern, word] of WORDINGS) {
    const match = pattern.exec(error.message);
    if (match !== null) return { message: word(match) };
  }
  return { message: error.message };
}
