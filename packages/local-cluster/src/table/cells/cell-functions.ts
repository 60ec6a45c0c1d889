import type { KubeObject } from '../../objects/kube-object.ts';

/** The cells of one kind: column name → content. */
export type Cells = Record<string, (object: KubeObject, now: Date) => unknown>;
