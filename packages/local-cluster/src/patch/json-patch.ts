import { isDeepStrictEqual } from 'node:util';
import { ApiError, badRequest } from '../http/api-error.ts';
import { isRecord } from '../schema/decode.ts';

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** JSON patch, RFC 6902. The arguments stay as they are. */
export function applyJsonPatch(current: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch))
    throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  const root = { document: structuredClone(current) };
  for (const operation of patch) applyOperation(root, readOperation(operation));
  return root.document;
}

function readOperation(value: unknown): Operation {
  if (!isRecord(value) || typeof value.op !== 'string' || typeof value.path !== 'string')
    throw unprocessable('an operation of a JSON patch needs "op" and "path"');
  return value as unknown as Operation;
}

function applyOperation(root: { document: unknown }, operation: Operation): void {
  switch (operation.op) {
    case 'add':
      add(root, operation.path, structuredClone(operation.value));
      return;
    case 'remove':
      remove(root, operation.path);
      return;
    case 'replace':
      remove(root, operation.path);
      add(root, operation.path, structuredClone(operation.value));
      return;
    case 'move':
      add(root, operation.path, remove(root, operation.from ?? ''));
      return;
    case 'copy':
      add(root, operation.path, structuredClone(read(root, operation.from ?? '')));
      return;
    case 'test':
      if (!isDeepStrictEqual(read(root, operation.path), operation.value))
        throw unprocessable(`testing value ${operation.path} failed: test failed`);
      return;
    default:
      throw unprocessable(`Unexpected kind: ${operation.op}`);
  }
}

function tokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function parentOf(
  root: { document: unknown },
  pointer: string,
): { parent: Record<string, unknown> | unknown[]; last: string } {
  const path = ['document', ...tokens(pointer)];
  let parent: unknown = root;
  for (const token of path.slice(0, -1)) parent = child(parent, token);
  if (!isRecord(parent) && !Array.isArray(parent)) throw missing(pointer);
  return { parent, last: path.at(-1) ?? '' };
}

function child(parent: unknown, token: string): unknown {
  if (Array.isArray(parent)) return parent[Number(token)];
  return isRecord(parent) ? parent[token] : undefined;
}

function read(root: { document: unknown }, pointer: string): unknown {
  const { parent, last } = parentOf(root, pointer);
  return child(parent, last);
}

function add(root: { document: unknown }, pointer: string, value: unknown): void {
  const { parent, last } = parentOf(root, pointer);
  if (!Array.isArray(parent)) {
    parent[last] = value;
    return;
  }
  const index = last === '-' ? parent.length : Number(last);
  if (!Number.isInteger(index) || index < 0 || index > parent.length)
    throw unprocessable(
      `add operation does not apply: doc is missing path: "${pointer}": invalid index referenced`,
    );
  parent.splice(index, 0, value);
}

function remove(root: { document: unknown }, pointer: string): unknown {
  const { parent, last } = parentOf(root, pointer);
  if (Array.isArray(parent)) {
    const index = Number(last);
    if (!Number.isInteger(index) || index < 0 || index >= parent.length) throw missing(pointer);
    return parent.splice(index, 1)[0];
  }
  if (!Object.hasOwn(parent, last)) throw missing(pointer);
  const value = parent[last];
  delete parent[last];
  return value;
}

function missing(pointer: string): ApiError {
  return unprocessable(
    `the server rejected our request due to an error in our request: remove operation does not apply: doc is missing path: ${JSON.stringify(pointer)}: missing value`,
  );
}

function unprocessable(message: string): ApiError {
  return new ApiError({ code: 422, reason: 'Invalid', message });
}
