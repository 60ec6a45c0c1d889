import type { KubeObject } from '../../objects/kube-object.ts';
import type { ServedResource } from '../../resources/served-resource.ts';
import { age } from '../duration.ts';
import { autoscalingCells } from './autoscaling.ts';
import { batchCells } from './batch.ts';
import type { Cells } from './cell-functions.ts';
import { coreCells } from './core.ts';
import { customCell } from './custom.ts';
import { extensionCells } from './extensions.ts';
import { networkCells } from './network.ts';
import { podCells } from './pod.ts';
import { storageCells } from './storage.ts';
import { workloadCells } from './workloads.ts';

export interface CellContext {
  resource: ServedResource;
  object: KubeObject;
  now: Date;
}

/** Contents by storage and column name; the columns themselves are facts of the real API. */
const cellsByStorage: Record<string, Cells> = {
  ...autoscalingCells,
  ...batchCells,
  ...coreCells,
  ...extensionCells,
  ...networkCells,
  '/pods': podCells,
  ...storageCells,
  ...workloadCells,
};

export function cellsOf({ resource, object, now }: CellContext): unknown[] {
  const cells = cellsByStorage[resource.storage];
  return resource.columns.map(column => {
    if (column.jsonPath !== undefined) return customCell(column, object, now);
    const cell = cells?.[column.name];
    if (cell) return cell(object, now);
    switch (column.name) {
      case 'Name':
        return object.metadata.name;
      case 'Age':
        return age(object.metadata.creationTimestamp, now);
      case 'Created At':
        return object.metadata.creationTimestamp;
      default:
        return '<none>';
    }
  });
}
