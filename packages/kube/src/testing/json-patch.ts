import type { JsonPatchOperation } from '../client/patch.ts';

/** RFC 6902, as far as clients here use it: add, replace and remove at paths of map keys. */
export function jsonPatch(target: unknown, operations: readonly JsonPatchOperation[]): unknown {
  const patched = structuredClone(target) as Record<string, unknown>;
  for (const operation of operations) applyOperation(patched, operation);
  return patched;
}

function applyOperation(target: Record<string, unknown>, operation: JsonPatchOperation): void {
  const keys = operation.path.slice(1).split('/').map(decodeToken);
  const last = keys.pop() ?? '';
  let parent = target;
  for (const key of keys) {
    parent[key] ??= {};
    parent = parent[key] as Record<string, unknown>;
  }
  switch (operation.op) {
    case 'add':
    case 'replace':
      parent[last] = operation.value;
      return;
    case 'remove':
      delete parent[last];
      return;
    default:
      throw new Error(`The fake API server does not know the operation ${operation.op}`);
  }
}

function decodeToken(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}
