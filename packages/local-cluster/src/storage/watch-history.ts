import type { KubeObject } from '../objects/kube-object.ts';

/** A committed change with the version it made. `object` of a DELETED change carries that version too. */
export interface StoredChange {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  storage: string;
  version: number;
  object: KubeObject;
  previous?: KubeObject;
}

const keptChanges = 1024;

/** The last changes of all resources. A watch that begins at an older version gets them first. */
export class WatchHistory {
  private changes: StoredChange[] = [];
  /** every change after this version is still here */
  private completeAfter: number;

  constructor(version: number) {
    this.completeAfter = version;
  }

  add(change: StoredChange): void {
    this.changes.push(change);
    if (this.changes.length < keptChanges * 2) return;
    const dropped = this.changes.splice(0, this.changes.length - keptChanges);
    this.completeAfter = dropped.at(-1)?.version ?? this.completeAfter;
  }

  reachesBackTo(version: number): boolean {
    return version >= this.completeAfter;
  }

  after(storage: string, version: number): StoredChange[] {
    return this.changes.filter(change => change.version > version && change.storage === storage);
  }
}
