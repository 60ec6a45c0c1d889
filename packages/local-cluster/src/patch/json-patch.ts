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
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  const root = { document: structuredClone(current) };
  for (const operation of patch) applyOperation(root, readOperation(operation));
  return root.document;
}

function readOperation(value: unknown): Operation {
  if (!isRecord(value) || typeof value.op !== 'string' || typeof value.path !== 'string')
    throw unprocessable();
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
      replace(root, operation.path, structuredClone(operation.value));
      return;
    case 'move':
      add(root, operation.path, remove(root, operation.from ?? ''));
      return;
    case 'copy':
      add(root, operation.path, structuredClone(read(root, operation.from ?? '')));
      return;
    case 'test':
      if (!isDeepStrictEqual(read(root, operation.path), operation.value)) throw unprocessable();
      return;
    default:
      throw unprocessable();
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
  if (!isRecord(parent) && !Array.isArray(parent)) throw unprocessable();
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
  if (!Number.isInteger(index) || index < 0 || index > parent.length) throw unprocessable();
  parent.splice(index, 0, value);
}

/** Of a field that is not there too, as long as what should hold it is. */
function replace(root: { document: unknown }, pointer: string, value: unknown): void {
  if (Array.isArray(parentOf(root, pointer).parent)) remove(root, pointer);
  add(root, pointer, value);
}

function remove(root: { document: unknown }, pointer: string): unknown {
  const { parent, last } = parentOf(root, pointer);
  if (Array.isArray(parent)) {
    const index = Number(last);
    if (!Number.isInteger(index) || index < 0 || index >= parent.length) throw unprocessable();
    return parent.splice(index, 1)[0];
  }
  if (!Object.hasOwn(parent, last)) throw unprocessable();
  const value = parent[last];
  delete parent[last];
  return value;
}

/** All that kube-apiserver says of a JSON patch it cannot apply. */
function unprocessable(): ApiError {
  const message = 'the server rejected our request due to an error in our request';
  return new ApiError({ code: 422, reason: 'Invalid', message, details: {} });
}
