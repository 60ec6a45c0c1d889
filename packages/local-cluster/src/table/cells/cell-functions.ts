import type { KubeObject } from '../../storage/objects.ts';

/** The cells of one kind: column name → content. */
export type Cells = Record<string, (object: KubeObject, now: Date) => unknown>;
