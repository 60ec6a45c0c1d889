import { deepEqual } from './deep-equal.ts';
import { isJsonRecord, type JsonRecord, ownField, setOwnField } from './own-field.ts';

/** An operation that is malformed, that names a path which does not exist, or a test that fails. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

/** Operations in one patch. Source: maxJSONPatchOperations in apiserver's endpoints/handlers/patch.go. */
export const mostJsonPatchOperations = 10_000;

/** Characters that all `copy` operations of a patch may add. Source: JSONPatchMaxCopyBytes in apiserver's server/config.go. */
const mostCopiedCharacters = 3 * 1024 * 1024;

interface State {
  document: unknown;
  copiedCharacters: number;
}

/**
 * JSON patch, RFC 6902, with the leniency of kube-apiserver (evanphx/json-patch v4): `replace` also adds a field,
 * an index may count from the end of a list, a missing field equals null. Every key is data, `__proto__` too. The
 * arguments stay as they are. Throws JsonPatchError.
 */
export function applyJsonPatch(current: unknown, operations: readonly unknown[]): unknown {
  if (operations.length > mostJsonPatchOperations)
    throw new JsonPatchError(`A JSON patch has at most ${mostJsonPatchOperations} operations`);
  const state: State = { document: structuredClone(current), copiedCharacters: 0 };
  for (const operation of operations) applyOperation(state, operation);
  return state.document;
}

function applyOperation(state: State, operation: unknown): void {
  if (!isJsonRecord(operation)) throw new JsonPatchError('An operation is an object');
  const path = pathOf(operation, 'path');
  switch (ownField(operation, 'op')) {
    case 'add':
      add(state, path, operand(operation));
      return;
    case 'remove':
      remove(state, path);
      return;
    case 'replace':
      replace(state, path, operand(operation));
      return;
    case 'move':
      add(state, path, remove(state, pathOf(operation, 'from')));
      return;
    case 'copy':
      add(state, path, copy(state, pathOf(operation, 'from')));
      return;
    case 'test':
      if (!deepEqual(read(state, path) ?? null, operand(operation)))
        throw new JsonPatchError(`The test of ${describe(path)} fails`);
      return;
    default:
      throw new JsonPatchError('op is one of add, remove, replace, move, copy and test');
  }
}

function operand(operation: JsonRecord): unknown {
  return structuredClone(ownField(operation, 'value') ?? null);
}

/** RFC 6901. */
function pathOf(operation: JsonRecord, field: 'path' | 'from'): string[] {
  const pointer = ownField(operation, field);
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/')))
    throw new JsonPatchError(`${field} is a JSON pointer such as /metadata/labels/app`);
  return pointer
    .split('/')
    .slice(1)
    .map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function copy(state: State, path: readonly string[]): unknown {
  const value = read(state, path) ?? null;
  state.copiedCharacters += JSON.stringify(value).length;
  if (state.copiedCharacters > mostCopiedCharacters)
    throw new JsonPatchError(`A JSON patch copies at most ${mostCopiedCharacters} characters`);
  return structuredClone(value);
}

function read(state: State, path: readonly string[]): unknown {
  return path.reduce(child, state.document);
}

function child(parent: unknown, token: string): unknown {
  if (Array.isArray(parent)) return parent[indexOf(token, parent.length)];
  if (isJsonRecord(parent)) return ownField(parent, token);
  throw new JsonPatchError(`Nothing holds a field ${JSON.stringify(token)}`);
}

function add(state: State, path: readonly string[], value: unknown): void {
  if (path.length === 0) {
    state.document = value;
    return;
  }
  const { parent, last } = parentOf(state, path);
  if (!Array.isArray(parent)) setOwnField(parent, last, value);
  else parent.splice(last === '-' ? parent.length : indexOf(last, parent.length + 1), 0, value);
}

/** Also sets a field that does not exist yet, as long as its parent does. */
function replace(state: State, path: readonly string[], value: unknown): void {
  if (path.length > 0 && Array.isArray(parentOf(state, path).parent)) remove(state, path);
  add(state, path, value);
}

function remove(state: State, path: readonly string[]): unknown {
  const { parent, last } = parentOf(state, path);
  if (Array.isArray(parent)) return parent.splice(indexOf(last, parent.length), 1)[0];
  if (!Object.hasOwn(parent, last)) throw new JsonPatchError(`There is no ${describe(path)}`);
  const value = parent[last];
  delete parent[last];
  return value;
}

function parentOf(state: State, path: readonly string[]): { parent: JsonRecord | unknown[]; last: string } {
  const last = path.at(-1);
  if (last === undefined) throw new JsonPatchError('The whole object cannot be removed');
  const parent = read(state, path.slice(0, -1));
  if (!isJsonRecord(parent) && !Array.isArray(parent))
    throw new JsonPatchError(`Nothing holds ${describe(path)}`);
  return { parent, last };
}

/** Below `size`; a negative index counts from the end. */
function indexOf(token: string, size: number): number {
  const number = /^[+-]?\d+$/.test(token) ? Number(token) : Number.NaN;
  const index = number < 0 ? number + size : number;
  if (!(index >= 0 && index < size))
    throw new JsonPatchError(`${JSON.stringify(token)} is no index of the list`);
  return index;
}

function describe(path: readonly string[]): string {
  return JSON.stringify(path.join('/'));
}
