import type { KubeObject } from '../objects.ts';

export type Patch =
  /** RFC 7386: null removes */
  | { kind: 'merge'; body: object }
  /** RFC 6902 */
  | { kind: 'json'; operations: readonly JsonPatchOperation[] }
  /** lists merged by their keys; built-in kinds only */
  | { kind: 'strategic'; body: object };

export type JsonPatchOperation =
  | { op: 'add' | 'replace' | 'test'; path: string; value: unknown }
  | { op: 'remove'; path: string }
  | { op: 'move' | 'copy'; path: string; from: string };

export interface ApplyOptions {
  /** field manager that owns the fields which the object mentions */
  fieldManager: string;
  /** `take` wins over other managers, `refuse` answers Conflict */
  conflicts: 'take' | 'refuse';
}

export function encodePatch(patch: Patch): { contentType: string; body: string } {
  switch (patch.kind) {
    case 'merge':
      return { contentType: 'application/merge-patch+json', body: JSON.stringify(patch.body) };
    case 'json':
      return { contentType: 'application/json-patch+json', body: JSON.stringify(patch.operations) };
    case 'strategic':
      return { contentType: 'application/strategic-merge-patch+json', body: JSON.stringify(patch.body) };
  }
}

/** JSON is YAML, so the body needs no YAML writer. */
export function encodeApply(object: KubeObject): { contentType: string; body: string } {
  return { contentType: 'application/apply-patch+yaml', body: JSON.stringify(object) };
}
