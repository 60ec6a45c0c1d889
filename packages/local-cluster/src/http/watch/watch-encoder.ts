import type { Status } from '../../errors/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { objectJson } from '../../objects/object-json.ts';
import { partialMetadata } from '../../objects/partial-metadata.ts';
import { groupVersionOf, type ServedResource } from '../../resources/served-resource.ts';
import { buildTable } from '../../table/table.ts';
import type { ResponseForm } from '../negotiate.ts';

/** Writes watch events in the form a client asked for: whole objects, metadata, or table rows. */
export class WatchEncoder {
  private readonly resource: ServedResource;
  private readonly form: ResponseForm;
  private readonly query: URLSearchParams;
  private readonly now: () => Date;
  private hasSentColumns = false;

  constructor(options: {
    resource: ServedResource;
    form: ResponseForm;
    query: URLSearchParams;
    now(): Date;
  }) {
    this.resource = options.resource;
    this.form = options.form;
    this.query = options.query;
    this.now = options.now;
  }

  event(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): string {
    return `{"type":"${type}","object":${this.encode(object)}}\n`;
  }

  bookmark(version: number, options: { isInitialEnd?: boolean } = {}): string {
    const metadata = {
      resourceVersion: String(version),
      creationTimestamp: null,
      ...(options.isInitialEnd && { annotations: { 'k8s.io/initial-events-end': 'true' } }),
    };
    const object =
      this.form.kind === 'metadata'
        ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
        : { kind: this.resource.kind, apiVersion: groupVersionOf(this.resource), metadata };
    if (this.form.kind !== 'table') return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
    const table = { ...this.table([]), metadata: { resourceVersion: String(version) } };
    return `${JSON.stringify({ type: 'BOOKMARK', object: table })}\n`;
  }

  error(status: Status): string {
    return `${JSON.stringify({ type: 'ERROR', object: status })}\n`;
  }

  private encode(object: KubeObject): string {
    switch (this.form.kind) {
      case 'object':
        return objectJson(object);
      case 'metadata':
        return JSON.stringify(partialMetadata(object));
      case 'table':
        return JSON.stringify({
          ...this.table([object]),
          metadata: { resourceVersion: object.metadata.resourceVersion },
        });
    }
  }

  private table(objects: KubeObject[]) {
    const withoutColumns = this.hasSentColumns;
    this.hasSentColumns = true;
    const version = this.form.kind === 'table' ? this.form.version : 'v1';
    return buildTable({
      resource: this.resource,
      objects,
      now: this.now(),
      version,
      query: this.query,
      withoutColumns,
    });
  }
}
