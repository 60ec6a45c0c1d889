import type { KubeObject } from '../objects/kube-object.ts';
import { partialMetadata } from '../objects/partial-metadata.ts';
import type { ServedResource } from '../resources/served-resource.ts';
import { cellsOf } from './cells/cells.ts';

export interface TableRequest {
  resource: ServedResource;
  objects: KubeObject[];
  now: Date;
  version: string;
  query: URLSearchParams;
  /** watches send the columns with their first event only */
  withoutColumns?: boolean;
}

/** The answer kubectl prints: columns named by the server, a row for each object. */
export function buildTable({ resource, objects, now, version, query, withoutColumns }: TableRequest) {
  const include = query.get('includeObject') ?? 'Metadata';
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${version}`,
    metadata: {},
    columnDefinitions: withoutColumns
      ? null
      : resource.columns.map(({ name, type, format, description, priority }) => ({
          name,
          type,
          format,
          description: description ?? '',
          priority,
        })),
    rows: objects.map(object => ({
      cells: cellsOf({ resource, object, now }),
      ...(include === 'Object' && { object }),
      ...(include === 'Metadata' && { object: partialMetadata(object) }),
    })),
  };
}
