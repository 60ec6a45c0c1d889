import type { ServedResource } from '../resources/served-resource.ts';
import type { KubeObject } from '../storage/objects.ts';
import { age } from './duration.ts';

export interface CellContext {
  resource: ServedResource;
  object: KubeObject;
  now: Date;
}

export function cellsOf({ resource, object, now }: CellContext): unknown[] {
  return resource.columns.map(column => {
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
